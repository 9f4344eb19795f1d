-- A run that waits holds its row and its lease, and nothing of a process: what it goes on with is kept here.
ALTER TABLE sync_runs
    ADD COLUMN IF NOT EXISTS parked_until timestamptz, -- set while it waits; status and outcome stay running
    ADD COLUMN IF NOT EXISTS parkings int NOT NULL DEFAULT 0, -- how often it was parked; 0 while it waits for its first turn
    ADD COLUMN IF NOT EXISTS deaths int NOT NULL DEFAULT 0, -- how many processes died that led it
    ADD COLUMN IF NOT EXISTS route text, -- what leads it on; none of a run that never waited
    ADD COLUMN IF NOT EXISTS kept jsonb; -- its tally and its notes
CREATE INDEX sync_runs_parked ON sync_runs (parked_until) WHERE parked_until IS NOT NULL;
