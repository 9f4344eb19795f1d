CREATE TABLE IF NOT EXISTS ${prefix}product (
    asin varchar(20) PRIMARY KEY,
    product_visibility boolean NOT NULL DEFAULT true
);

CREATE TABLE IF NOT EXISTS ${prefix}jungle_scout_sync_status (
    asin varchar(20) NOT NULL,
    has_product_data boolean DEFAULT false,
    has_sales_data boolean DEFAULT false,
    error text,
    product_data_synced_at timestamp,
    sales_estimate_data_synced_at timestamp,
    product_fetch_attempted_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP
);
-- Without the marketplace in the key a run for uk overwrites the state of us (junglescout.md section 8).
ALTER TABLE ${prefix}jungle_scout_sync_status
    ADD COLUMN IF NOT EXISTS marketplace varchar(10) NOT NULL DEFAULT 'us';
-- A product that was read and whose sales were not, because the run ended in between, is due for them.
ALTER TABLE ${prefix}jungle_scout_sync_status
    ADD COLUMN IF NOT EXISTS sales_due boolean NOT NULL DEFAULT false;
DO $$
DECLARE
    old text;
BEGIN
    SELECT conname INTO old FROM pg_constraint
    WHERE conrelid = '${prefix}jungle_scout_sync_status'::regclass AND contype = 'p';
    IF old IS NOT NULL THEN
        EXECUTE format('ALTER TABLE ${prefix}jungle_scout_sync_status DROP CONSTRAINT %I', old);
    END IF;
    ALTER TABLE ${prefix}jungle_scout_sync_status ADD PRIMARY KEY (asin, marketplace);
END $$;
CREATE INDEX IF NOT EXISTS idx_js_sync_product_fetch_attempted
    ON ${prefix}jungle_scout_sync_status (product_fetch_attempted_at)
    WHERE has_product_data = false;
