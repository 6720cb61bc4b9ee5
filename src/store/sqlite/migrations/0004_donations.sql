-- Sentences that people gave the editors, sealed. A month is YYYY-MM. There is no
-- rowid, no time and nobody: nothing tells who gave one, where, on which day, or
-- in which order.
CREATE TABLE donations (
    id    BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    month TEXT NOT NULL CHECK (length(month) = 7),
    form  TEXT NOT NULL,
    body  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
