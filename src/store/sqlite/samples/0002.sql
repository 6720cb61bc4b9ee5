-- Rows as the second version writes them; see tests.rs.
INSERT INTO tallies VALUES ('2027-01-15', 'message', 'web', 'answer', 'samarbeid/mentor#hva', '', 7);
