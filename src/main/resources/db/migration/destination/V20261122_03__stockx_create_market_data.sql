CREATE TABLE IF NOT EXISTS master_market_data (
    sku text,
    currency_code text,
    snapshot_at timestamptz
);
ALTER TABLE master_market_data
    ADD COLUMN IF NOT EXISTS stockx_product_id text,
    ADD COLUMN IF NOT EXISTS stockx_variant_id text,
    ADD COLUMN IF NOT EXISTS inventory_sku text,
    ADD COLUMN IF NOT EXISTS size text,
    ADD COLUMN IF NOT EXISTS size_type text,
    ADD COLUMN IF NOT EXISTS local_size text,
    ADD COLUMN IF NOT EXISTS region text,
    ADD COLUMN IF NOT EXISTS lowest_ask numeric(12,2),
    ADD COLUMN IF NOT EXISTS highest_bid numeric(12,2),
    ADD COLUMN IF NOT EXISTS sell_faster numeric(12,2),
    ADD COLUMN IF NOT EXISTS earn_more numeric(12,2),
    ADD COLUMN IF NOT EXISTS flex_lowest_ask numeric(12,2),
    ADD COLUMN IF NOT EXISTS beat_us numeric(12,2),
    ADD COLUMN IF NOT EXISTS raw jsonb,
    ADD COLUMN IF NOT EXISTS run_id uuid,
    ADD COLUMN IF NOT EXISTS created_at timestamp DEFAULT CURRENT_TIMESTAMP;
CREATE UNIQUE INDEX IF NOT EXISTS master_market_data_snapshot
    ON master_market_data (stockx_variant_id, currency_code, snapshot_at);
CREATE INDEX IF NOT EXISTS master_market_data_by_time ON master_market_data (snapshot_at);

-- A view of another shape holds nothing that the snapshots do not hold: it is built anew.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('master_market_latest') AND relkind = 'm')
       AND NOT EXISTS (SELECT 1 FROM pg_attribute
                       WHERE attrelid = to_regclass('master_market_latest') AND attname = 'stockx_variant_id') THEN
        DROP MATERIALIZED VIEW master_market_latest;
    END IF;
END $$;

-- The newest snapshot of each variant and currency. The keys are walked along the unique index, one probe
-- each, and so is the newest row of each: reading every snapshot to find them took a scan of the whole table.
CREATE MATERIALIZED VIEW IF NOT EXISTS master_market_latest AS
WITH RECURSIVE priced AS (
    (SELECT stockx_variant_id, currency_code FROM master_market_data
     WHERE stockx_variant_id IS NOT NULL
     ORDER BY stockx_variant_id, currency_code LIMIT 1)
    UNION ALL
    SELECT n.stockx_variant_id, n.currency_code
    FROM priced p CROSS JOIN LATERAL (
        SELECT d.stockx_variant_id, d.currency_code FROM master_market_data d
        WHERE (d.stockx_variant_id, d.currency_code) > (p.stockx_variant_id, p.currency_code)
        ORDER BY d.stockx_variant_id, d.currency_code LIMIT 1
    ) n
)
SELECT s.sku, s.inventory_sku, s.stockx_product_id, s.stockx_variant_id, s.size, s.size_type, s.local_size,
       s.currency_code, s.region, s.lowest_ask, s.highest_bid, s.sell_faster, s.earn_more, s.flex_lowest_ask,
       s.beat_us, s.snapshot_at, s.run_id
FROM priced p CROSS JOIN LATERAL (
    SELECT * FROM master_market_data d
    WHERE d.stockx_variant_id = p.stockx_variant_id AND d.currency_code = p.currency_code
    ORDER BY d.snapshot_at DESC LIMIT 1
) s;
CREATE UNIQUE INDEX IF NOT EXISTS master_market_latest_variant ON master_market_latest (stockx_variant_id, currency_code);
CREATE INDEX IF NOT EXISTS master_market_latest_sku ON master_market_latest (sku);
