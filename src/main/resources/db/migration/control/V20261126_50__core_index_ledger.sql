-- What is asked again and again must take as long in an old ledger as in a new one. Runs of document 001 may lack
-- their start and count as the oldest: lists go by an expression, which only an index on it serves.
CREATE INDEX sync_runs_by_start ON sync_runs ((coalesce(started_at, 'epoch')), id);
CREATE INDEX sync_runs_of_pipeline_by_start ON sync_runs (pipeline, (coalesce(started_at, 'epoch')), id);
CREATE INDEX sync_runs_of_scope_by_start ON sync_runs (scope, (coalesce(started_at, 'epoch')), id);
CREATE INDEX sync_runs_of_status_by_start ON sync_runs (status, (coalesce(started_at, 'epoch')), id);
CREATE INDEX sync_runs_of_outcome_by_start ON sync_runs ((coalesce(outcome, status)), (coalesce(started_at, 'epoch')), id);
CREATE INDEX sync_runs_of_pipeline_and_status ON sync_runs (pipeline, status, (coalesce(started_at, 'epoch')), id);
CREATE INDEX sync_runs_of_pipeline_and_outcome
    ON sync_runs (pipeline, (coalesce(outcome, status)), (coalesce(started_at, 'epoch')), id);
CREATE INDEX sync_runs_of_data_source ON sync_runs (data_source_id) WHERE data_source_id IS NOT NULL;
CREATE INDEX sync_runs_of_tab_mapping ON sync_runs (tab_mapping_id) WHERE tab_mapping_id IS NOT NULL;
CREATE INDEX sync_runs_of_mode ON sync_runs (pipeline, (parameters ->> 'mode'), (coalesce(started_at, 'epoch')), id)
    WHERE parameters ->> 'mode' IS NOT NULL;
DROP INDEX IF EXISTS sync_runs_newest;
DROP INDEX IF EXISTS sync_runs_of_pipeline;

CREATE INDEX run_batches_pending_of_run ON run_batches (run_id) WHERE state = 'pending';

-- A record's key may be longer than an entry of an index: its digest is not.
CREATE INDEX sync_dead_letters_of_batch ON sync_dead_letters (batch_id, md5(record_key)) WHERE batch_id IS NOT NULL;
CREATE INDEX sync_dead_letters_of_run ON sync_dead_letters (run_id, created_at, id);
CREATE INDEX sync_dead_letters_open_in_production ON sync_dead_letters (created_at)
    WHERE destination = 'production' AND replayed_at IS NULL;
