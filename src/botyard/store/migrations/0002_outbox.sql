-- What was recorded before there was anybody to read it, in the shape that its readers need.

-- How many have yet to learn of it; nobody's events are deleted.
ALTER TABLE event ADD COLUMN waiting BIGINT NOT NULL DEFAULT 0;

CREATE TABLE owed (
    recipient_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    -- Given when it is first handed out, in one order for the whole portal.
    number BIGINT,
    PRIMARY KEY (recipient_id, chat_id, event_id)
) WITHOUT ROWID;

-- A deleted bot is kept beside its event from here on.
INSERT INTO owed (recipient_id, chat_id, event_id)
SELECT d.recipient_id, e.chat_id, d.event_id FROM delivery d JOIN event e ON e.id = d.event_id
WHERE e.body NOT LIKE '%"bot_deleted"%';

UPDATE event SET waiting = (SELECT count(*) FROM owed WHERE event_id = event.id);

DROP TABLE delivery;
ALTER TABLE owed RENAME TO delivery;

CREATE INDEX delivery_unread ON delivery (recipient_id, event_id) WHERE number IS NULL;
CREATE INDEX delivery_handed_out ON delivery (recipient_id, number) WHERE number IS NOT NULL;

DELETE FROM event WHERE waiting <= 0;
CREATE INDEX event_learned ON event (id) WHERE waiting <= 0;

INSERT INTO counter (name, value) VALUES ('event', 0);

-- Up to which number a reader was handed its events: an offset confirms no more than that.
CREATE TABLE consumer (
    recipient_id BIGINT NOT NULL,
    handed_to BIGINT NOT NULL,
    PRIMARY KEY (recipient_id)
) WITHOUT ROWID;

-- People who record what happens in their chats.
CREATE TABLE subscription (
    user_id BIGINT NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (user_id)
) WITHOUT ROWID;

-- Bots that were unregistered, while they may still read their last events.
CREATE TABLE former_bot (
    user_id BIGINT NOT NULL,
    unregistered_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (user_id)
) WITHOUT ROWID;

CREATE INDEX former_bot_by_age ON former_bot (unregistered_at);
