-- What each client sells, as its orders and stock say.
CREATE TABLE IF NOT EXISTS client_sku_cache (
    client_id uuid NOT NULL,
    credential_id uuid NOT NULL,
    sku text NOT NULL,
    market text NOT NULL,
    platform_type text NOT NULL,
    currency text,
    units_7d integer NOT NULL DEFAULT 0,
    units_30d integer NOT NULL DEFAULT 0,
    units_90d integer NOT NULL DEFAULT 0,
    revenue_7d numeric NOT NULL DEFAULT 0,
    revenue_30d numeric NOT NULL DEFAULT 0,
    revenue_90d numeric NOT NULL DEFAULT 0,
    last_sale_at timestamptz,
    stock integer,
    days_of_cover numeric,
    analyzed_at timestamptz,
    PRIMARY KEY (client_id, credential_id, sku, market)
);
