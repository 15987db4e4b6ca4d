-- What an administrator says to calls of one method by one application or webhook. The method
-- is in lower case; state is waiting, confirmed or denied.
CREATE TABLE method_confirmation (
    method TEXT NOT NULL,
    credential TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (method, credential)
) WITHOUT ROWID;

CREATE INDEX method_confirmation_by_credential ON method_confirmation (credential);
