-- Moments are BIGINT milliseconds since 1970; bodies are JSON in the form of botyard.model.

CREATE TABLE portal (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    body TEXT NOT NULL
);

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);

INSERT INTO counter (name, value) VALUES ('user', 0), ('chat', 0);

-- People and bots. "user" alone is a reserved word of PostgreSQL.
CREATE TABLE portal_user (
    id INTEGER NOT NULL PRIMARY KEY,
    active BOOLEAN NOT NULL,
    type TEXT NOT NULL,
    admin BOOLEAN NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    work_position TEXT NOT NULL,
    gender TEXT NOT NULL,
    birthday TEXT NOT NULL,
    color TEXT NOT NULL,
    avatar TEXT NOT NULL,
    website TEXT NOT NULL,
    timezone TEXT NOT NULL,
    departments TEXT NOT NULL,
    phones TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_activity_at BIGINT NOT NULL
);

CREATE TABLE webhook_key (
    code_hash TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES portal_user (id),
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE outgoing_webhook (
    url TEXT NOT NULL PRIMARY KEY,
    events TEXT NOT NULL,
    -- Sent to the receiver with every event, so it cannot be kept as a hash.
    application_token TEXT NOT NULL
);

CREATE TABLE app (
    client_id TEXT NOT NULL PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE bot (
    user_id INTEGER NOT NULL PRIMARY KEY REFERENCES portal_user (id),
    code TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    type TEXT NOT NULL,
    event_mode TEXT NOT NULL,
    webhook_url TEXT NOT NULL,
    is_hidden BOOLEAN NOT NULL,
    is_support_openline BOOLEAN NOT NULL,
    is_reactions_enabled BOOLEAN NOT NULL,
    background_id TEXT,
    language TEXT NOT NULL,
    messages_in_left_chats BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX bot_by_owner ON bot (owner, user_id);

CREATE TABLE chat (
    id INTEGER NOT NULL PRIMARY KEY,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    color TEXT NOT NULL,
    avatar TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    entity_type TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_message_id BIGINT,
    message_count BIGINT NOT NULL
);

CREATE INDEX chat_by_entity ON chat (entity_type, entity_id) WHERE entity_type <> '';

CREATE TABLE private_dialog (
    low_user_id BIGINT NOT NULL,
    high_user_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    PRIMARY KEY (low_user_id, high_user_id)
) WITHOUT ROWID;

CREATE TABLE member (
    chat_id BIGINT NOT NULL REFERENCES chat (id),
    user_id BIGINT NOT NULL REFERENCES portal_user (id),
    -- The order in which people joined; also what order.id of Chat.User.list sorts by.
    place BIGINT NOT NULL,
    role TEXT NOT NULL,
    is_bot BOOLEAN NOT NULL,
    -- Messages up to this id are hidden from who joined without the history.
    history_hidden_to BIGINT NOT NULL,
    last_read_id BIGINT NOT NULL,
    last_sent_id BIGINT NOT NULL,
    sent_count BIGINT NOT NULL,
    PRIMARY KEY (chat_id, user_id)
) WITHOUT ROWID;

CREATE INDEX member_by_place ON member (chat_id, place);
CREATE INDEX member_by_user ON member (user_id, chat_id);
CREATE INDEX member_bot ON member (chat_id, user_id) WHERE is_bot;

CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    is_system BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    uuid TEXT NOT NULL,
    text TEXT NOT NULL,
    params TEXT NOT NULL,
    forward TEXT NOT NULL
);

CREATE INDEX message_by_chat ON message (chat_id, id);

-- What makes a send safe to repeat: decision 18 of the contract, for 31 days.
CREATE TABLE sent_template (
    author_id BIGINT NOT NULL,
    template_id TEXT NOT NULL,
    message_id BIGINT NOT NULL,
    uuid_map TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (author_id, template_id)
) WITHOUT ROWID;

-- So that forgetting the old ones never reads all of them between two sends.
CREATE INDEX sent_template_by_age ON sent_template (sent_at);

CREATE TABLE reply (
    caller TEXT NOT NULL,
    request_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (caller, request_key)
) WITHOUT ROWID;

CREATE INDEX reply_by_age ON reply (expires_at);

-- The outbox: what happened, and who has yet to learn of it.
CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE delivery (
    recipient_id BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    PRIMARY KEY (recipient_id, event_id)
) WITHOUT ROWID;
