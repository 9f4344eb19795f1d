-- A page of SKUs in each order that can be asked for; units and revenue are read from the other end.
CREATE INDEX IF NOT EXISTS client_sku_cache_by_revenue
    ON client_sku_cache (client_id, revenue_30d, credential_id, sku, market);
CREATE INDEX IF NOT EXISTS client_sku_cache_by_units
    ON client_sku_cache (client_id, units_30d, credential_id, sku, market);
CREATE INDEX IF NOT EXISTS client_sku_cache_by_cover
    ON client_sku_cache (client_id, (coalesce(days_of_cover, 1e9)), credential_id, sku, market);
CREATE INDEX IF NOT EXISTS client_sku_cache_by_sku
    ON client_sku_cache (client_id, sku, credential_id, market);
