-- A batch that cannot be finished without holding up the others of its table: see the relay.
ALTER TABLE run_batches ADD COLUMN IF NOT EXISTS is_set_aside boolean NOT NULL DEFAULT false;
CREATE INDEX run_batches_set_aside ON run_batches (committed_at) WHERE is_set_aside AND state = 'pending';
