-- Who muted a chat; they hear of it as before.
ALTER TABLE member ADD COLUMN muted BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX member_muted ON member (chat_id, place) WHERE muted;

-- A deleted chat keeps its row: events about it may still be on their way.
ALTER TABLE chat ADD COLUMN deleted_at BIGINT;
