-- Delivery by webhook: one after the other within a dialog, dialogs beside each other.

-- A dialog of a bot that hears by webhook, while it is owed something there.
CREATE TABLE lane (
    recipient_id BIGINT NOT NULL,
    chat_id BIGINT NOT NULL,
    -- When it is its turn; `planned_at` is when by its own schedule.
    due_at BIGINT NOT NULL,
    planned_at BIGINT NOT NULL,
    -- It was given one attempt out of turn since the last one by schedule.
    hastened BOOLEAN NOT NULL DEFAULT FALSE,
    -- What the attempts were made with; 0 is nothing yet.
    event_id BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    failure TEXT NOT NULL DEFAULT '',
    tried_at BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (recipient_id, chat_id)
) WITHOUT ROWID;

CREATE INDEX lane_by_due ON lane (recipient_id, due_at, chat_id);

-- Dead letters stay with their recipient, where they can be read, replayed or dropped.
ALTER TABLE delivery ADD COLUMN died_at BIGINT;
ALTER TABLE delivery ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN failure TEXT NOT NULL DEFAULT '';

CREATE INDEX delivery_dead ON delivery (recipient_id, chat_id, event_id)
WHERE died_at IS NOT NULL;

CREATE INDEX bot_by_webhook ON bot (user_id) WHERE event_mode = 'webhook';

-- Both go out with every event, so they cannot be kept as hashes. A row outlives its bot until
-- the bot's last event is delivered.
CREATE TABLE receiver (
    bot_id INTEGER NOT NULL PRIMARY KEY,
    application_token TEXT NOT NULL,
    signing_key TEXT NOT NULL
);
