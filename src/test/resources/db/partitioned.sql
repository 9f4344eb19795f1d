-- The documents' tables as a shop with much history has them: in partitions.
CREATE TABLE ${prefix}product (asin varchar(20) PRIMARY KEY, product_visibility boolean NOT NULL DEFAULT true);

CREATE TABLE ${prefix}jungle_scout_sync_status (
    asin varchar(20) PRIMARY KEY, has_product_data boolean DEFAULT false, has_sales_data boolean DEFAULT false,
    error text, product_data_synced_at timestamp, sales_estimate_data_synced_at timestamp,
    product_fetch_attempted_at timestamp, created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP) PARTITION BY HASH (asin);
CREATE TABLE ${prefix}jungle_scout_sync_status_0 PARTITION OF ${prefix}jungle_scout_sync_status
    FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE ${prefix}jungle_scout_sync_status_1 PARTITION OF ${prefix}jungle_scout_sync_status
    FOR VALUES WITH (MODULUS 2, REMAINDER 1);

CREATE TABLE ${prefix}jungle_scout_product_data (
    asin varchar(20), report_date date, id varchar(50), title text, price decimal(10,2), reviews integer,
    category text, rating decimal(3,2), image_url text, parent_asin varchar(20), is_variant boolean,
    seller_type varchar(50), variants jsonb, breadcrumb_path text, is_standalone boolean, is_parent boolean,
    is_available boolean, brand varchar(255), product_rank integer, weight_value decimal(10,2),
    weight_unit varchar(20), length_value decimal(10,2), width_value decimal(10,2), height_value decimal(10,2),
    dimensions_unit varchar(20), listing_quality_score integer, number_of_sellers integer,
    buy_box_owner varchar(255), buy_box_owner_seller_id varchar(50), date_first_available date,
    date_first_available_is_estimated boolean, approximate_30_day_revenue decimal(15,2),
    approximate_30_day_units_sold integer, subcategory_ranks jsonb, fee_breakdown jsonb, ean_list jsonb,
    isbn_list jsonb, upc_list jsonb, gtin_list jsonb, variant_reviews integer, updated_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (asin, report_date)) PARTITION BY RANGE (report_date);
CREATE TABLE ${prefix}jungle_scout_product_data_old PARTITION OF ${prefix}jungle_scout_product_data
    FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE ${prefix}jungle_scout_product_data_new PARTITION OF ${prefix}jungle_scout_product_data DEFAULT;

CREATE TABLE ${prefix}jungle_scout_sales_estimate_data (
    asin varchar(20), marketplace varchar(10), is_parent boolean, is_variant boolean, is_standalone boolean,
    parent_asin varchar(20), date date, estimated_units_sold integer, last_known_price decimal(10,2),
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP, created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (asin, marketplace, date)) PARTITION BY LIST (marketplace);
CREATE TABLE ${prefix}jungle_scout_sales_estimate_data_us PARTITION OF ${prefix}jungle_scout_sales_estimate_data
    FOR VALUES IN ('us');
CREATE TABLE ${prefix}jungle_scout_sales_estimate_data_more PARTITION OF ${prefix}jungle_scout_sales_estimate_data
    DEFAULT;

CREATE TABLE listings (id bigint PRIMARY KEY, title text, artisan_id text) PARTITION BY HASH (id);
CREATE TABLE listings_0 PARTITION OF listings FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE listings_1 PARTITION OF listings FOR VALUES WITH (MODULUS 2, REMAINDER 1);

CREATE TABLE master_market_data (sku text, currency_code text, snapshot_at timestamptz)
    PARTITION BY RANGE (snapshot_at);
CREATE TABLE master_market_data_old PARTITION OF master_market_data FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE master_market_data_new PARTITION OF master_market_data DEFAULT;
