-- What a bot had done when it was unregistered, for its last events.
ALTER TABLE former_bot ADD COLUMN counts TEXT NOT NULL
    DEFAULT '{"messages":0,"commands":0,"chats":0,"users":0}';

-- What somebody had viewed of a chat when they left it: the messages after `above`, up to `up_to`
-- and with it. Who joins again without the history may leave another row.
CREATE TABLE past_viewing (
    chat_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    above BIGINT NOT NULL,
    up_to BIGINT NOT NULL,
    PRIMARY KEY (chat_id, user_id, above)
) WITHOUT ROWID;

CREATE INDEX past_viewing_by_message ON past_viewing (chat_id, up_to);
