-- What platforms say by themselves of accounts: each once, and what is said to be gone until somebody has asked for it.
CREATE TABLE IF NOT EXISTS client_hints (
    credential_id uuid NOT NULL,
    hint_id text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    data_type text,
    external_id text,
    PRIMARY KEY (credential_id, hint_id)
);
CREATE INDEX IF NOT EXISTS client_hints_gone ON client_hints (credential_id, received_at) WHERE external_id IS NOT NULL;
-- One that comes while an account is being read may be of what was read before it.
ALTER TABLE client_api_credentials ADD COLUMN IF NOT EXISTS hinted_at timestamptz;
