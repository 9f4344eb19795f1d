-- Who this staging is to production, where several may write: a restored copy is the same one, a new one another.
CREATE TABLE IF NOT EXISTS sync_installation (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    id uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO sync_installation DEFAULT VALUES ON CONFLICT DO NOTHING;
