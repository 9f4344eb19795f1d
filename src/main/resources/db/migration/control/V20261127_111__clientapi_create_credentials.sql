-- Whose accounts are read, and how each is getting on. The first eight columns are those of document 003; what is
-- added says of rows that are there what they have meant so far.
CREATE TABLE IF NOT EXISTS client_api_credentials (
    credential_id uuid NOT NULL DEFAULT gen_random_uuid(),
    client_id uuid NOT NULL,
    platform_type text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    last_sync_at timestamptz,
    next_sync_at timestamptz,
    sync_frequency_hours integer NOT NULL DEFAULT 24,
    error_message text
);
ALTER TABLE client_api_credentials
    ADD COLUMN IF NOT EXISTS platform_type text,
    ADD COLUMN IF NOT EXISTS status text NOT NULL DEFAULT 'pending',
    ADD COLUMN IF NOT EXISTS last_sync_at timestamptz,
    ADD COLUMN IF NOT EXISTS next_sync_at timestamptz,
    ADD COLUMN IF NOT EXISTS sync_frequency_hours integer NOT NULL DEFAULT 24,
    ADD COLUMN IF NOT EXISTS error_message text,
    ADD COLUMN IF NOT EXISTS label text NOT NULL DEFAULT '',
    ADD COLUMN IF NOT EXISTS auth_mode text,
    ADD COLUMN IF NOT EXISTS account text,
    ADD COLUMN IF NOT EXISTS settings jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN IF NOT EXISTS secret bytea,
    ADD COLUMN IF NOT EXISTS failures integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS slot_at timestamptz,
    ADD COLUMN IF NOT EXISTS is_paused boolean NOT NULL DEFAULT false,
    ADD COLUMN IF NOT EXISTS created_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN IF NOT EXISTS updated_at timestamptz NOT NULL DEFAULT now();

-- A time without a zone is the document's, which means UTC.
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN
        SELECT attname FROM pg_attribute
        WHERE attrelid = 'client_api_credentials'::regclass AND attname IN ('last_sync_at', 'next_sync_at')
          AND atttypid = 'timestamp'::regtype
    LOOP
        EXECUTE format('ALTER TABLE client_api_credentials ALTER COLUMN %1$I TYPE timestamptz USING %1$I AT TIME ZONE ''UTC''', one);
    END LOOP;
END $$;

-- Who left it open meant once a day.
UPDATE client_api_credentials SET sync_frequency_hours = 24 WHERE sync_frequency_hours IS NULL;
ALTER TABLE client_api_credentials
    ALTER COLUMN sync_frequency_hours SET DEFAULT 24,
    ALTER COLUMN sync_frequency_hours SET NOT NULL;

UPDATE client_api_credentials
SET auth_mode = CASE platform_type WHEN 'amazon' THEN 'lwa' ELSE 'static_token' END
WHERE auth_mode IS NULL;
ALTER TABLE client_api_credentials ALTER COLUMN auth_mode SET NOT NULL;

CREATE UNIQUE INDEX IF NOT EXISTS client_api_credentials_key ON client_api_credentials (credential_id);
-- An account that nobody has named yet stands beside any number of others.
CREATE UNIQUE INDEX IF NOT EXISTS client_api_credentials_account
    ON client_api_credentials (client_id, platform_type, account);
CREATE INDEX IF NOT EXISTS client_api_credentials_due ON client_api_credentials (next_sync_at) WHERE NOT is_paused;
