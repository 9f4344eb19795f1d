-- A letter is open until its record was written, by a replay or by a later batch, or somebody closed it.
ALTER TABLE sync_dead_letters
    ADD COLUMN closed_at timestamptz,
    ADD COLUMN closed_by text,
    ADD COLUMN closed_reason text;
UPDATE sync_dead_letters SET closed_at = replayed_at, closed_reason = 'replayed' WHERE replayed_at IS NOT NULL;
CREATE INDEX sync_dead_letters_not_closed ON sync_dead_letters (created_at, id) WHERE closed_at IS NULL;
CREATE INDEX sync_dead_letters_not_closed_in_production ON sync_dead_letters (created_at)
    WHERE destination = 'production' AND closed_at IS NULL;
CREATE INDEX sync_dead_letters_not_closed_of_key ON sync_dead_letters (table_name, stream, destination, md5(record_key))
    WHERE closed_at IS NULL;
