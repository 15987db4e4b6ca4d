-- How each member lists the chat. A pin is the moment of pinning.
ALTER TABLE member ADD COLUMN pinned_at BIGINT;
ALTER TABLE member ADD COLUMN marked_unread BOOLEAN NOT NULL DEFAULT FALSE;
-- Not listed until a message beyond this one is said.
ALTER TABLE member ADD COLUMN hidden_to BIGINT NOT NULL DEFAULT -1;
-- When any of this changed, or the member read or unread something.
ALTER TABLE member ADD COLUMN listed_at BIGINT NOT NULL DEFAULT 0;

-- Up to where the member had read before unreading: what was viewed stays viewed.
ALTER TABLE member ADD COLUMN viewed_to BIGINT NOT NULL DEFAULT 0;

CREATE INDEX member_marked ON member (user_id, chat_id) WHERE marked_unread;

-- With the author, so that unread messages are counted without looking at the messages.
DROP INDEX message_by_chat;
CREATE INDEX message_by_chat ON message (chat_id, id, author_id);

ALTER TABLE chat ADD COLUMN text_field_enabled BOOLEAN NOT NULL DEFAULT TRUE;

-- Empty until the person chooses one.
ALTER TABLE portal_user ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE portal_user ADD COLUMN idle_since BIGINT;

-- Dialogs that a person chose from what a search found.
CREATE TABLE found_dialog (
    user_id BIGINT NOT NULL,
    dialog_id TEXT NOT NULL,
    found_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, dialog_id)
) WITHOUT ROWID;
