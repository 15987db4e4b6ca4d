-- When a member last read further; null where they never did, or by writing alone.
ALTER TABLE member ADD COLUMN read_at BIGINT;

-- Who the two sides of a private dialog were is asked also after they are no members.
CREATE INDEX private_dialog_by_chat ON private_dialog (chat_id);
