-- What was done through the API, the console and commands: written before it is done, completed after.
CREATE TABLE IF NOT EXISTS sync_audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    who text NOT NULL,
    by_what text NOT NULL, -- console, token, secret or command
    method text NOT NULL,
    path text NOT NULL,
    members text[] NOT NULL, -- of query and body: names, and what is true or false; no other value
    status integer, -- what was answered; none while it is being done, or where the process ended before
    ended_at timestamptz,
    run_id uuid
);
CREATE INDEX IF NOT EXISTS sync_audit_at ON sync_audit (at);
CREATE INDEX IF NOT EXISTS sync_audit_who ON sync_audit (who, id);
