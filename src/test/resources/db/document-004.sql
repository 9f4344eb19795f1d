-- The tables of source document 004, as it prints them.
CREATE TABLE IF NOT EXISTS ${prefix}jungle_scout_sync_status (
    asin VARCHAR(20) PRIMARY KEY,
    has_product_data BOOLEAN DEFAULT false,
    has_sales_data BOOLEAN DEFAULT false,
    error TEXT,
    product_data_synced_at TIMESTAMP,
    sales_estimate_data_synced_at TIMESTAMP,
    product_fetch_attempted_at TIMESTAMP,    -- For 15-day retry logic
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS ${prefix}jungle_scout_product_data (
    asin VARCHAR(20),
    report_date DATE,
    id VARCHAR(50),
    title TEXT,
    price DECIMAL(10,2),
    reviews INTEGER,
    category TEXT,
    rating DECIMAL(3,2),
    image_url TEXT,
    parent_asin VARCHAR(20),
    is_variant BOOLEAN,
    seller_type VARCHAR(50),
    variants JSONB,
    breadcrumb_path TEXT,
    is_standalone BOOLEAN,
    is_parent BOOLEAN,
    is_available BOOLEAN,
    brand VARCHAR(255),
    product_rank INTEGER,
    weight_value DECIMAL(10,2),
    weight_unit VARCHAR(20),
    length_value DECIMAL(10,2),
    width_value DECIMAL(10,2),
    height_value DECIMAL(10,2),
    dimensions_unit VARCHAR(20),
    listing_quality_score INTEGER,
    number_of_sellers INTEGER,
    buy_box_owner VARCHAR(255),
    buy_box_owner_seller_id VARCHAR(50),
    date_first_available DATE,
    date_first_available_is_estimated BOOLEAN,
    approximate_30_day_revenue DECIMAL(15,2),
    approximate_30_day_units_sold INTEGER,
    subcategory_ranks JSONB,
    fee_breakdown JSONB,
    ean_list JSONB,
    isbn_list JSONB,
    upc_list JSONB,
    gtin_list JSONB,
    variant_reviews INTEGER,
    updated_at TIMESTAMP,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (asin, report_date)
);

CREATE TABLE IF NOT EXISTS ${prefix}jungle_scout_sales_estimate_data (
    asin VARCHAR(20),
    marketplace VARCHAR(10),
    is_parent BOOLEAN,
    is_variant BOOLEAN,
    is_standalone BOOLEAN,
    parent_asin VARCHAR(20),
    date DATE,
    estimated_units_sold INTEGER,
    last_known_price DECIMAL(10,2),
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (asin, marketplace, date)
);

CREATE INDEX IF NOT EXISTS idx_js_sync_product_fetch_attempted
ON ${prefix}jungle_scout_sync_status(product_fetch_attempted_at)
WHERE has_product_data = false;
