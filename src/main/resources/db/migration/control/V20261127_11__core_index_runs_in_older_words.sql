-- The runs whose words are still those of an earlier version: they are rewritten so many at a time while the service
-- works, and the index is empty from then on. Its condition is that of the statement, word for word.
CREATE INDEX sync_runs_in_older_words ON sync_runs (id)
    WHERE trigger IN ('request', 'command', 'console') OR error_code IS NOT NULL OR (errors IS NOT NULL AND errors -> 'total' IS NULL);
