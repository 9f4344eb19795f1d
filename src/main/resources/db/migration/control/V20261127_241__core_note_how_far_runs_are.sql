-- How far a run has come, for whoever looks at it from another process; noted with its heartbeat.
ALTER TABLE sync_runs
    ADD COLUMN IF NOT EXISTS progress_reached bigint,
    ADD COLUMN IF NOT EXISTS progress_total bigint;
