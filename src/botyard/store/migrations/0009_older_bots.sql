-- The version of the API that registered the bot: it tells how the bot hears of events.
ALTER TABLE bot ADD COLUMN generation INTEGER NOT NULL DEFAULT 2;

-- JSON: addresses by kind of event, of a bot of version 1.
ALTER TABLE bot ADD COLUMN handlers TEXT NOT NULL DEFAULT '{}';
