-- The keys of a batch are for the relay: once production has the batch for a while they go.
ALTER TABLE run_batches ALTER COLUMN keys DROP NOT NULL;
CREATE INDEX run_batches_with_keys ON run_batches ((coalesce(applied_at, committed_at)))
    WHERE state = 'applied' AND keys IS NOT NULL;
CREATE INDEX sync_dead_letters_open_of_table ON sync_dead_letters (table_name, created_at) WHERE replayed_at IS NULL;

-- The ids of runs that are kept no longer. A run without settled_at still has batches here or in production.
CREATE TABLE IF NOT EXISTS sync_forgotten_runs (
    id uuid PRIMARY KEY,
    forgotten_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz
);
CREATE INDEX IF NOT EXISTS sync_forgotten_runs_unsettled ON sync_forgotten_runs (forgotten_at) WHERE settled_at IS NULL;
