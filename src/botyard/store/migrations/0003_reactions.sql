-- One user sets one reaction to a message; another one takes its place.
CREATE TABLE reaction (
    message_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    -- The API's name of it, like "faceWithTearsOfJoy".
    code TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (message_id, user_id)
) WITHOUT ROWID;
