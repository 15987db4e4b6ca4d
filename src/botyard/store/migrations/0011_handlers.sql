-- Who hears of events without being a bot or a person.

-- One number for each; as a recipient it is negative, so that it is nobody's user id. They go by
-- 32, because events name the handlers of bots by the numbers in between.
INSERT INTO counter (name, value) SELECT 'handler', 32 * count(*) FROM outgoing_webhook;

-- An address, or for offline events the queue, that an application bound to an event.
CREATE TABLE handler (
    id INTEGER NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL,
    -- In capitals; empty for the application's own address, which hears of its installation.
    event TEXT NOT NULL,
    url TEXT NOT NULL,
    -- Whose access token goes out with the event; 0 for who caused it.
    auth_user_id BIGINT NOT NULL,
    bound_by BIGINT NOT NULL,
    is_offline BOOLEAN NOT NULL,
    connector TEXT NOT NULL,
    min_timeout_s BIGINT NOT NULL,
    -- When a throttled event was last told, or is to be told next.
    told_at BIGINT NOT NULL DEFAULT 0,
    -- Both go out with every event, or sign it, so they cannot be kept as hashes.
    application_token TEXT NOT NULL,
    signing_key TEXT NOT NULL,
    -- It hears the last thing that concerns it, and nothing more.
    is_ended BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE UNIQUE INDEX handler_bound
ON handler (client_id, event, url, auth_user_id, is_offline, connector) WHERE NOT is_ended;
CREATE INDEX handler_by_event ON handler (event, client_id) WHERE NOT is_ended;
CREATE INDEX handler_ended ON handler (id) WHERE is_ended;

ALTER TABLE outgoing_webhook ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outgoing_webhook ADD COLUMN signing_key TEXT NOT NULL DEFAULT '';

UPDATE outgoing_webhook
SET id = (SELECT 32 * count(*) FROM outgoing_webhook other WHERE other.url <= outgoing_webhook.url);

-- JSON: kinds of events that an application has unbound from its bot.
ALTER TABLE bot ADD COLUMN unbound TEXT NOT NULL DEFAULT '[]';

-- Events that an application takes when it likes; one row for each object that changed.
CREATE TABLE offline_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id TEXT NOT NULL,
    connector TEXT NOT NULL,
    event TEXT NOT NULL,
    -- Names the object that changed.
    message_id TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    -- Empty until somebody has reserved it.
    process_id TEXT NOT NULL DEFAULT '',
    is_failed BOOLEAN NOT NULL DEFAULT FALSE,
    -- When it was last queued or reserved.
    touched_at BIGINT NOT NULL
);

CREATE UNIQUE INDEX offline_event_waiting
ON offline_event (client_id, connector, message_id) WHERE process_id = '';
CREATE INDEX offline_event_by_time ON offline_event (client_id, connector, happened_at, id);
CREATE INDEX offline_event_by_process ON offline_event (client_id, process_id)
WHERE process_id <> '';
CREATE INDEX offline_event_by_age ON offline_event (touched_at);
