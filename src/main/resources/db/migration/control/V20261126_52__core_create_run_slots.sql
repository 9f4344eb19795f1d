-- The Idempotency-Keys of callers that a run serves beside the one in whose place it was opened.
CREATE TABLE IF NOT EXISTS sync_run_slots (
    slot_key text PRIMARY KEY,
    request_hash text NOT NULL,
    run_id uuid NOT NULL
);
CREATE INDEX IF NOT EXISTS sync_run_slots_of_run ON sync_run_slots (run_id);
