-- The records of all clients. Each client has a partition, made when its first record comes.
CREATE TABLE IF NOT EXISTS client_data (
    client_id uuid NOT NULL,
    credential_id uuid NOT NULL,
    data_type text NOT NULL,
    external_id text NOT NULL,
    platform_type text NOT NULL,
    source_created_at timestamptz,
    source_updated_at timestamptz,
    content_hash text,
    data jsonb NOT NULL,
    metadata jsonb NOT NULL DEFAULT '{}',
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (client_id, credential_id, data_type, external_id)
) PARTITION BY LIST (client_id);
CREATE INDEX IF NOT EXISTS client_data_by_time ON client_data (data_type, source_updated_at);
