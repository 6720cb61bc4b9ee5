-- A named value may belong to a case, by its code, and then goes with it.
ALTER TABLE named_values ADD COLUMN code TEXT REFERENCES cases (code) ON DELETE CASCADE;
CREATE INDEX named_values_by_code ON named_values (code) WHERE code IS NOT NULL;
