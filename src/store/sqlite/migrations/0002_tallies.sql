-- Counts of days. A day is YYYY-MM-DD. There is no rowid and no time, so nothing
-- tells when in a day, or in which order, something was counted.
CREATE TABLE tallies (
    day      TEXT    NOT NULL CHECK (length(day) = 10),
    name     TEXT    NOT NULL,
    door     TEXT    NOT NULL,
    decision TEXT    NOT NULL,
    topic    TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    count    INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, name, door, decision, topic, region)
) STRICT, WITHOUT ROWID;
