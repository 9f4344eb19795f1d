-- The ledger. The first thirteen columns are those of document 001; a database that has them keeps its rows.
CREATE TABLE IF NOT EXISTS sync_runs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    data_source_id uuid,
    tab_mapping_id uuid,
    status text NOT NULL,
    started_at timestamptz DEFAULT now(),
    completed_at timestamptz,
    rows_processed int DEFAULT 0,
    rows_created int DEFAULT 0,
    rows_updated int DEFAULT 0,
    rows_skipped int DEFAULT 0,
    errors jsonb,
    triggered_by uuid,
    created_at timestamptz DEFAULT now()
);
ALTER TABLE sync_runs
    ADD COLUMN IF NOT EXISTS pipeline text NOT NULL DEFAULT 'entities',
    ADD COLUMN IF NOT EXISTS scope text NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS trigger text NOT NULL DEFAULT 'request',
    ADD COLUMN IF NOT EXISTS caller text,
    ADD COLUMN IF NOT EXISTS outcome text,
    ADD COLUMN IF NOT EXISTS slot_key text,
    ADD COLUMN IF NOT EXISTS request_hash text,
    ADD COLUMN IF NOT EXISTS is_dry_run boolean NOT NULL DEFAULT false,
    ADD COLUMN IF NOT EXISTS parameters jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN IF NOT EXISTS owner text,
    ADD COLUMN IF NOT EXISTS fence bigint,
    ADD COLUMN IF NOT EXISTS heartbeat_at timestamptz,
    ADD COLUMN IF NOT EXISTS cancel_requested_at timestamptz,
    ADD COLUMN IF NOT EXISTS rows_failed int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS api_calls int NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS error_code text,
    ADD COLUMN IF NOT EXISTS stop_reason text,
    ADD COLUMN IF NOT EXISTS report json; -- json, not jsonb: the documents' order of fields stays
CREATE UNIQUE INDEX IF NOT EXISTS sync_runs_slot_key ON sync_runs (slot_key);
CREATE INDEX IF NOT EXISTS sync_runs_newest ON sync_runs (started_at DESC);
CREATE INDEX IF NOT EXISTS sync_runs_of_pipeline ON sync_runs (pipeline, started_at DESC);
CREATE INDEX IF NOT EXISTS sync_runs_running ON sync_runs (heartbeat_at) WHERE status = 'running';

CREATE TABLE IF NOT EXISTS run_leases (
    scope text PRIMARY KEY,
    fence bigint NOT NULL,
    owner text NOT NULL,
    run_id uuid NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS run_batches (
    id uuid PRIMARY KEY,
    run_id uuid NOT NULL,
    seq int NOT NULL,
    pipeline text NOT NULL,
    stream text NOT NULL,
    scope text NOT NULL,
    fence bigint NOT NULL,
    table_name text NOT NULL,
    kind text NOT NULL,
    keys jsonb NOT NULL,
    marks jsonb,
    rows int NOT NULL,
    rows_created int NOT NULL,
    rows_updated int NOT NULL,
    rows_skipped int NOT NULL,
    state text NOT NULL,
    attempts int NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    last_error text,
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    applied_at timestamptz
);
CREATE UNIQUE INDEX IF NOT EXISTS run_batches_of_run ON run_batches (run_id, seq);
CREATE INDEX IF NOT EXISTS run_batches_pending ON run_batches (table_name, committed_at) WHERE state = 'pending';

CREATE TABLE IF NOT EXISTS sync_cursors (
    pipeline text NOT NULL,
    stream text NOT NULL,
    scope text NOT NULL,
    value jsonb NOT NULL,
    run_id uuid NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pipeline, stream, scope)
);

CREATE TABLE IF NOT EXISTS sync_dead_letters (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    run_id uuid NOT NULL,
    batch_id uuid,
    pipeline text NOT NULL,
    stream text NOT NULL,
    table_name text NOT NULL,
    destination text NOT NULL,
    record_key text NOT NULL,
    record jsonb NOT NULL,
    kind text NOT NULL,
    error text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    replayed_at timestamptz,
    replay_run_id uuid
);
CREATE INDEX IF NOT EXISTS sync_dead_letters_open ON sync_dead_letters (created_at) WHERE replayed_at IS NULL;

CREATE TABLE IF NOT EXISTS sync_run_changes (
    run_id uuid NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY,
    destination text NOT NULL,
    table_name text NOT NULL,
    kind text NOT NULL,
    record_key jsonb NOT NULL,
    before jsonb,
    after jsonb,
    PRIMARY KEY (run_id, seq)
);

CREATE TABLE IF NOT EXISTS sync_source_usage (
    source text NOT NULL,
    period text NOT NULL,
    calls bigint NOT NULL,
    PRIMARY KEY (source, period)
);
