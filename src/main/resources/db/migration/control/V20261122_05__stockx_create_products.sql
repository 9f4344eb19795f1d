-- What is known of each SKU: its product, when it was read, or that nobody knows it.
CREATE TABLE IF NOT EXISTS stockx_products (
    sku text PRIMARY KEY,
    product_id text,
    style_id text,
    variants jsonb,
    variants_at timestamptz,
    attempted_at timestamptz,
    synced_at timestamptz,
    unknown_at timestamptz,
    error text
);
CREATE TABLE IF NOT EXISTS stored_secrets (
    name text PRIMARY KEY,
    ciphertext bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
);
