-- Rows as the third version writes them; see tests.rs.
INSERT INTO named_values (name, value, code) VALUES ('topic', x'07', '7KQ4MPR');
