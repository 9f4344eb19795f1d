-- Where there is none; one that is there has the columns that its owners have given it.
CREATE TABLE IF NOT EXISTS partners (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    brand_name text NOT NULL UNIQUE,
    status text,
    tier text,
    email text,
    notes text,
    mrr numeric(12,2),
    margin numeric(6,4),
    start_date date,
    active boolean,
    seats bigint,
    last_call timestamptz,
    health_score numeric,
    archived boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE partners ADD COLUMN IF NOT EXISTS archived boolean NOT NULL DEFAULT false;
