-- The words of the ledger for all pipelines. No stored run is written here, however many there are: columns keep their
-- values under another name, new ones have a default, and what older rows say in other words is read as said now.
-- The table may be the document's, less some of its columns: what is missing beside these is told at the start.
ALTER TABLE sync_runs
    ADD COLUMN IF NOT EXISTS rows_skipped int DEFAULT 0,
    ADD COLUMN IF NOT EXISTS errors jsonb,
    ADD COLUMN IF NOT EXISTS triggered_by text;
ALTER TABLE sync_runs RENAME COLUMN is_dry_run TO dry_run;
ALTER TABLE sync_runs RENAME COLUMN rows_skipped TO rows_unchanged;
ALTER TABLE sync_runs RENAME COLUMN triggered_by TO triggered_by_id;
ALTER TABLE sync_runs RENAME COLUMN caller TO triggered_by;
ALTER TABLE sync_runs ALTER COLUMN trigger SET DEFAULT 'manual';
ALTER TABLE sync_runs
    ADD COLUMN IF NOT EXISTS rows_skipped int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS rows_archived int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS fields_changed int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS conflicts_opened int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS error_count int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS warning_count int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS force_overwrite boolean NOT NULL DEFAULT false,
    ADD COLUMN IF NOT EXISTS row_limit int,
    ADD COLUMN IF NOT EXISTS failure jsonb;

-- An instance of the version before names these beside a new one and starts the runs that its schedules tick for, all of
-- them real: a dry run's row would be taken for one. Both columns go with the next version.
ALTER TABLE sync_runs
    ADD COLUMN is_dry_run boolean NOT NULL DEFAULT false,
    ADD COLUMN caller text;
ALTER TABLE sync_runs ADD CONSTRAINT sync_runs_without_is_dry_run CHECK (NOT is_dry_run) NOT VALID;

-- Runs that document 001's own service has left, found by the index on pipeline: they meant by skipped what is meant now,
-- and their triggered_by was the id of a user.
UPDATE sync_runs
SET rows_skipped = coalesce(rows_unchanged, 0), rows_unchanged = 0, triggered_by = triggered_by_id::text
WHERE pipeline = 'entities' AND owner IS NULL AND (rows_unchanged <> 0 OR triggered_by_id IS NOT NULL);
DO $$
BEGIN
    ALTER TABLE sync_runs DROP COLUMN triggered_by_id;
EXCEPTION WHEN dependent_objects_still_exist THEN
    RAISE NOTICE 'sync_runs.triggered_by_id stays: a view of somebody shows it';
END $$;

-- An instance of an earlier version that is writing its last batches fills rows_skipped alone.
ALTER TABLE run_batches RENAME COLUMN rows_skipped TO rows_unchanged;
ALTER TABLE run_batches ALTER COLUMN rows_unchanged SET DEFAULT 0;
ALTER TABLE run_batches ADD COLUMN IF NOT EXISTS rows_skipped int NOT NULL DEFAULT 0;

-- Everything that went wrong with a row; sync_runs.errors has their number and the first ones.
CREATE TABLE IF NOT EXISTS sync_errors (
    run_id uuid NOT NULL,
    seq int NOT NULL,
    row_ref text,
    column_name text,
    code text NOT NULL,
    message text NOT NULL,
    severity text NOT NULL,
    PRIMARY KEY (run_id, seq)
);

ALTER TABLE sync_run_changes
    ADD COLUMN IF NOT EXISTS row_ref text,
    ADD COLUMN IF NOT EXISTS action text,
    ADD COLUMN IF NOT EXISTS blocked jsonb;
