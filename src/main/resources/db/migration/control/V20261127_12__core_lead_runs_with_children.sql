-- A run that leads others, each in a scope of its own.
ALTER TABLE sync_runs ADD COLUMN IF NOT EXISTS parent_run_id uuid;
CREATE INDEX sync_runs_of_parent ON sync_runs (parent_run_id, (coalesce(started_at, 'epoch')), id) WHERE parent_run_id IS NOT NULL;
