-- The number of an application, by which app.info tells it.
ALTER TABLE app ADD COLUMN id BIGINT NOT NULL DEFAULT 0;

UPDATE app SET id = (SELECT count(*) FROM app other WHERE other.client_id <= app.client_id);

-- What a person has agreed that an application may do in their name. JSON.
CREATE TABLE consent (
    client_id TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES portal_user (id),
    scopes TEXT NOT NULL,
    PRIMARY KEY (client_id, user_id)
) WITHOUT ROWID;

-- Of codes and tokens only hashes are kept. All that came from one agreement is a family.
CREATE TABLE authorization_code (
    code_hash TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES portal_user (id),
    scopes TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at BIGINT
);

CREATE INDEX authorization_code_by_client ON authorization_code (client_id);
CREATE INDEX authorization_code_by_age ON authorization_code (expires_at);

CREATE TABLE access_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES portal_user (id),
    scopes TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- An expired token is still known, so that its application learns to refresh it.
    kept_until BIGINT NOT NULL
);

CREATE INDEX access_token_by_family ON access_token (family, kept_until);
CREATE INDEX access_token_by_client ON access_token (client_id);
CREATE INDEX access_token_by_age ON access_token (kept_until);

CREATE TABLE refresh_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    client_id TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES portal_user (id),
    scopes TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- Kept after its use, so that a second one gives the theft away.
    spent_at BIGINT
);

CREATE INDEX refresh_token_by_family ON refresh_token (family);
CREATE INDEX refresh_token_by_client ON refresh_token (client_id);
CREATE INDEX refresh_token_by_age ON refresh_token (expires_at);

-- People who are logged in with a browser.
CREATE TABLE login (
    token_hash TEXT NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES portal_user (id),
    expires_at BIGINT NOT NULL
);

CREATE INDEX login_by_age ON login (expires_at);
