-- The runs of one source or tab, newest first: found by the order of all runs, those that were long ago took a second.
CREATE INDEX IF NOT EXISTS sync_runs_of_data_source_by_start ON sync_runs (data_source_id, (coalesce(started_at, 'epoch')), id)
    WHERE data_source_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sync_runs_of_tab_mapping_by_start ON sync_runs (tab_mapping_id, (coalesce(started_at, 'epoch')), id)
    WHERE tab_mapping_id IS NOT NULL;
DROP INDEX IF EXISTS sync_runs_of_data_source;
DROP INDEX IF EXISTS sync_runs_of_tab_mapping;
