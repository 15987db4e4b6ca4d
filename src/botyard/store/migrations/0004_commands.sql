-- Slash commands of bots. `folded_name` is what calls are compared with.
CREATE TABLE command (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    folded_name TEXT NOT NULL,
    common BOOLEAN NOT NULL,
    hidden BOOLEAN NOT NULL,
    extranet_support BOOLEAN NOT NULL,
    -- By language, as JSON.
    titles TEXT NOT NULL,
    params TEXT NOT NULL,
    -- Where the older API has calls of this one command sent; empty where the bot hears of them.
    handler_url TEXT NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX command_by_name ON command (folded_name, bot_id);
CREATE INDEX command_by_bot ON command (bot_id, id);

-- What a bot may answer, also where it is not a member.
CREATE TABLE command_call (
    command_id BIGINT NOT NULL,
    message_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    called_at BIGINT NOT NULL,
    PRIMARY KEY (command_id, message_id)
) WITHOUT ROWID;

CREATE INDEX command_call_by_age ON command_call (called_at);
