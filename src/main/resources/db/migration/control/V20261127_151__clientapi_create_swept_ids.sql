-- Which records a platform has, while a sweep looks for those that it has no more; a crash of the server may take them.
CREATE UNLOGGED TABLE IF NOT EXISTS client_swept_ids (
    credential_id uuid NOT NULL,
    data_type text NOT NULL,
    external_id text NOT NULL,
    PRIMARY KEY (credential_id, data_type, external_id)
);
