-- As a service of document 003 has it: times without a zone, secrets in a column of its own, a table per client.
CREATE TABLE client_api_credentials (
    credential_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    client_id uuid NOT NULL,
    platform_type text NOT NULL,
    credentials jsonb,
    status text,
    last_sync_at timestamp,
    next_sync_at timestamp,
    sync_frequency_hours integer DEFAULT 24,
    error_message text
);
INSERT INTO client_api_credentials (credential_id, client_id, platform_type, credentials, status, next_sync_at)
VALUES ('00000000-0000-0000-0000-0000000000a1', '00000000-0000-0000-0000-000000000001', 'shopify', '{"shop": "one"}', 'connected', '2026-01-02 03:04:05'),
       ('00000000-0000-0000-0000-0000000000a2', '00000000-0000-0000-0000-000000000001', 'shopify', '{"shop": "two"}', 'error', NULL),
       ('00000000-0000-0000-0000-0000000000a3', '00000000-0000-0000-0000-000000000002', 'amazon', '{"seller": "A1"}', 'pending', NULL);
CREATE TABLE client_api_sync_results (
    id bigserial PRIMARY KEY,
    client_id uuid,
    credential_id uuid,
    platform_type text,
    records_fetched integer,
    records_stored integer,
    sync_duration_seconds float,
    success boolean,
    data_types_synced json,
    sync_triggered_by text
);
INSERT INTO client_api_sync_results (client_id, credential_id, platform_type, records_fetched, records_stored, success, data_types_synced, sync_triggered_by)
VALUES ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000a1', 'shopify', 45, 12, true, '["orders"]', 'cron');
CREATE TABLE client_00000000_0000_0000_0000_000000000001_data (
    id bigserial PRIMARY KEY,
    data_type text,
    data json,
    metadata json
);
INSERT INTO client_00000000_0000_0000_0000_000000000001_data (data_type, data) VALUES ('orders', '{"id": 1}'), ('orders', '{"id": 2}');
