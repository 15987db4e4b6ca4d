-- The page of an application is found by its number.
CREATE INDEX app_by_id ON app (id);

-- What an application keeps for itself, under user 0, and for each person. Values are JSON.
CREATE TABLE app_option (
    client_id TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (client_id, user_id, name)
) WITHOUT ROWID;

-- Where applications show themselves in the messenger. The body is JSON.
CREATE TABLE placement (
    client_id TEXT NOT NULL,
    code TEXT NOT NULL,
    handler TEXT NOT NULL,
    bound_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (client_id, code, handler)
) WITHOUT ROWID;
