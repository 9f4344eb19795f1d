CREATE TABLE IF NOT EXISTS ${prefix}jungle_scout_product_data (
    asin varchar(20),
    report_date date,
    id varchar(50),
    title text,
    price decimal(10,2),
    reviews integer,
    category text,
    rating decimal(3,2),
    image_url text,
    parent_asin varchar(20),
    is_variant boolean,
    seller_type varchar(50),
    variants jsonb,
    breadcrumb_path text,
    is_standalone boolean,
    is_parent boolean,
    is_available boolean,
    brand varchar(255),
    product_rank integer,
    weight_value decimal(10,2),
    weight_unit varchar(20),
    length_value decimal(10,2),
    width_value decimal(10,2),
    height_value decimal(10,2),
    dimensions_unit varchar(20),
    listing_quality_score integer,
    number_of_sellers integer,
    buy_box_owner varchar(255),
    buy_box_owner_seller_id varchar(50),
    date_first_available date,
    date_first_available_is_estimated boolean,
    approximate_30_day_revenue decimal(15,2),
    approximate_30_day_units_sold integer,
    subcategory_ranks jsonb,
    fee_breakdown jsonb,
    ean_list jsonb,
    isbn_list jsonb,
    upc_list jsonb,
    gtin_list jsonb,
    variant_reviews integer,
    updated_at timestamp,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP
);
-- Without the marketplace in the key a run for uk overwrites the rows of us (junglescout.md section 8).
ALTER TABLE ${prefix}jungle_scout_product_data
    ADD COLUMN IF NOT EXISTS marketplace varchar(10) NOT NULL DEFAULT 'us';
DO $$
DECLARE
    old text;
BEGIN
    SELECT conname INTO old FROM pg_constraint
    WHERE conrelid = '${prefix}jungle_scout_product_data'::regclass AND contype = 'p';
    IF old IS NOT NULL THEN
        EXECUTE format('ALTER TABLE ${prefix}jungle_scout_product_data DROP CONSTRAINT %I', old);
    END IF;
    ALTER TABLE ${prefix}jungle_scout_product_data ADD PRIMARY KEY (asin, marketplace, report_date);
END $$;

CREATE TABLE IF NOT EXISTS ${prefix}jungle_scout_sales_estimate_data (
    asin varchar(20),
    marketplace varchar(10),
    is_parent boolean,
    is_variant boolean,
    is_standalone boolean,
    parent_asin varchar(20),
    date date,
    estimated_units_sold integer,
    last_known_price decimal(10,2),
    updated_at timestamp DEFAULT CURRENT_TIMESTAMP,
    created_at timestamp DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (asin, marketplace, date)
);
