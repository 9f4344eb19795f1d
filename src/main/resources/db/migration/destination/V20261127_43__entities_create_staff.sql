CREATE TABLE IF NOT EXISTS staff (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    full_name text,
    email text,
    title text,
    phone text,
    status text,
    start_date date,
    active boolean,
    notes text,
    archived boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE staff ADD COLUMN IF NOT EXISTS archived boolean NOT NULL DEFAULT false;
