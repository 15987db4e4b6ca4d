-- Files that were sent; their bytes are blobs. One blob may serve several rows: forwards share it.
CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id BIGINT NOT NULL,
    -- 0 within the transaction that sends it, before the message has an id.
    message_id BIGINT NOT NULL,
    author_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- What the sender calls it: data, never a path.
    name TEXT NOT NULL,
    -- The media type, told by the content.
    content_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    -- In pixels; 0 for what is no picture.
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    blob TEXT NOT NULL
);

CREATE INDEX file_by_message ON file (message_id);
CREATE INDEX file_by_blob ON file (blob);

-- Links that serve one download.
CREATE TABLE download (
    token_hash TEXT NOT NULL PRIMARY KEY,
    file_id BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE INDEX download_by_age ON download (expires_at);

-- So that what no row names any more can be told from what one does.
CREATE INDEX portal_user_by_avatar ON portal_user (avatar) WHERE avatar <> '';
CREATE INDEX chat_by_avatar ON chat (avatar) WHERE avatar <> '';
