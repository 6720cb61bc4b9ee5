-- The tables of the first version. Times are milliseconds since 1970 UTC, ids
-- are UUIDs as 16 bytes, people are keyed hashes of 32 bytes, bodies are sealed.

-- Marks the file as ours ("UTVE"); see identify.rs.
PRAGMA application_id = 1431590469;

CREATE TABLE drafts (
    person     BLOB    NOT NULL PRIMARY KEY CHECK (length(person) = 32),
    body       BLOB    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX drafts_by_change ON drafts (updated_at);

CREATE TABLE preferences (
    person     BLOB    NOT NULL PRIMARY KEY CHECK (length(person) = 32),
    body       TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Every code that was ever given. A code outlives its case: an answer that comes
-- years later must never reach somebody else. It says nothing of anybody.
CREATE TABLE codes (
    code TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    code         TEXT    NOT NULL UNIQUE,
    person       BLOB    NOT NULL CHECK (length(person) = 32),
    region       TEXT    NOT NULL,
    stage        TEXT    NOT NULL,
    body         BLOB,
    created_at   INTEGER NOT NULL,
    delivered_at INTEGER,
    answered_at  INTEGER,
    closed_at    INTEGER,
    reminders    INTEGER NOT NULL,
    version      INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_by_person ON cases (person, created_at, id);
CREATE INDEX cases_by_stage ON cases (stage, created_at, id);
CREATE INDEX cases_by_creation ON cases (created_at, id);
CREATE INDEX cases_by_closing ON cases (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX cases_open ON cases (id) WHERE closed_at IS NULL;

CREATE TABLE letters (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    case_id    BLOB    NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    to_asker   INTEGER NOT NULL CHECK (to_asker IN (0, 1)),
    body       BLOB,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER,
    UNIQUE (case_id, number)
) STRICT;

-- An item has no reference to its case: one that is under way when its asker
-- has everything removed stays until its lease ends.
CREATE TABLE items (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    case_id      BLOB    NOT NULL,
    letter       BLOB,
    kind         TEXT    NOT NULL,
    recipient    TEXT    NOT NULL,
    urgent       INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    state        TEXT    NOT NULL CHECK (state IN ('waiting', 'leased', 'sent', 'dead', 'cancelled')),
    attempts     INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    leased_until INTEGER,
    lease        BLOB,
    error        TEXT,
    created_at   INTEGER NOT NULL,
    sent_at      INTEGER,
    CHECK ((state = 'leased') = (lease IS NOT NULL AND leased_until IS NOT NULL))
) STRICT;
CREATE INDEX items_by_case ON items (case_id, created_at, id);
CREATE INDEX items_waiting ON items (due_at) WHERE state = 'waiting';
CREATE INDEX items_leased ON items (leased_until) WHERE state = 'leased';
CREATE INDEX items_dead ON items (created_at, id) WHERE state = 'dead';

CREATE TABLE named_values (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE mail_seen (
    key TEXT    NOT NULL PRIMARY KEY,
    at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_seen_by_time ON mail_seen (at);
