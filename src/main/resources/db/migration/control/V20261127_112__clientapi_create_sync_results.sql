-- What became of each run of a credential. The first nine columns are those of document 003.
CREATE TABLE IF NOT EXISTS client_api_sync_results (
    client_id uuid NOT NULL,
    credential_id uuid NOT NULL,
    platform_type text NOT NULL,
    records_fetched integer NOT NULL DEFAULT 0,
    records_stored integer NOT NULL DEFAULT 0,
    sync_duration_seconds double precision,
    success boolean NOT NULL,
    data_types_synced jsonb NOT NULL DEFAULT '{}',
    sync_triggered_by text
);
ALTER TABLE client_api_sync_results
    ADD COLUMN IF NOT EXISTS platform_type text,
    ADD COLUMN IF NOT EXISTS records_fetched integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS records_stored integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS sync_duration_seconds double precision,
    ADD COLUMN IF NOT EXISTS success boolean,
    ADD COLUMN IF NOT EXISTS data_types_synced jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN IF NOT EXISTS sync_triggered_by text,
    ADD COLUMN IF NOT EXISTS result_id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN IF NOT EXISTS run_id uuid,
    ADD COLUMN IF NOT EXISTS label text,
    ADD COLUMN IF NOT EXISTS error_message text,
    ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now();
CREATE UNIQUE INDEX IF NOT EXISTS client_api_sync_results_key ON client_api_sync_results (result_id);
-- A run has one result, however often it was resumed; results of before us have no run.
CREATE UNIQUE INDEX IF NOT EXISTS client_api_sync_results_of_run
    ON client_api_sync_results (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS client_api_sync_results_of_credential
    ON client_api_sync_results (credential_id, created_at DESC);
CREATE INDEX IF NOT EXISTS client_api_sync_results_of_client
    ON client_api_sync_results (client_id, created_at DESC);
