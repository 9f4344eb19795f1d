-- Who renews a secret at the moment, so that nobody else does.
CREATE TABLE IF NOT EXISTS secret_turns (
    owner text PRIMARY KEY,
    holder uuid NOT NULL,
    ends_at timestamptz NOT NULL
);
