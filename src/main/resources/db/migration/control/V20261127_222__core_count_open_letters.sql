-- Open letters are counted by pipeline every few seconds: from an index of them alone.
CREATE INDEX sync_dead_letters_not_closed_of_pipeline ON sync_dead_letters (pipeline) WHERE closed_at IS NULL;
