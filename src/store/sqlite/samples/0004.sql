-- Rows as the fourth version writes them; see tests.rs.
INSERT INTO donations VALUES (x'0f6a2c1d9b3e4f58a7c6d5e4f3a2b1c0', '2027-01', 'nb', x'0102030405');
