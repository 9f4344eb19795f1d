CREATE TABLE IF NOT EXISTS sync_view_refreshes (
    view_name text NOT NULL,
    destination text NOT NULL,
    refreshed_at timestamptz, -- when it began: what was committed by then is in it
    took_ms bigint,
    failures int NOT NULL DEFAULT 0, -- since the last success
    last_error text,
    PRIMARY KEY (view_name, destination)
);
CREATE INDEX IF NOT EXISTS run_batches_of_table ON run_batches (table_name, committed_at DESC);
CREATE INDEX IF NOT EXISTS run_batches_applied ON run_batches (table_name, applied_at DESC);
