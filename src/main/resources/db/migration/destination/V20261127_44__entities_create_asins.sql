CREATE TABLE IF NOT EXISTS asins (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    asin text,
    title text,
    brand_name text,
    price numeric(12,2),
    status text,
    launched_on date,
    active boolean,
    notes text,
    archived boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE asins ADD COLUMN IF NOT EXISTS archived boolean NOT NULL DEFAULT false;
