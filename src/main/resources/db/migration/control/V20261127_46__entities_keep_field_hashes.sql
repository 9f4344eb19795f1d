-- What the fields of a row's entity held after its feed's last work on it: a change by somebody else shows in it.
ALTER TABLE feed_rows ADD COLUMN IF NOT EXISTS field_hash bytea;
