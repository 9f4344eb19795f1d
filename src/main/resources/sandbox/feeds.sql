-- What the sandbox maps of its simulated sources where nothing is mapped yet; {port} is its own.
WITH sources AS (
    INSERT INTO data_sources (id, name, type, connector_config)
    VALUES ('00000000-0000-4000-8000-000000000001', 'Master Sheet', 'google_sheet',
            '{"spreadsheet_id": "1SandboxMaster000000000000000000000000000001"}'),
           ('00000000-0000-4000-8000-000000000002', 'Finance', 'google_sheet',
            '{"spreadsheet_id": "1SandboxFinance00000000000000000000000000001"}'),
           ('00000000-0000-4000-8000-000000000003', 'Close', 'close', '{}'),
           ('00000000-0000-4000-8000-000000000004', 'People', 'rest',
            '{"base_url": "http://localhost:{port}/sandbox/people/v1", "authorization": {"kind": "bearer"},
              "lists": {"employees": {"path": "/employees", "query": {"per_page": "100"}, "id": "id",
                                      "pages": {"by": "link_header"},
                                      "changed": {"parameter": "updated_after", "at": "updated_at"}}}}'),
           ('00000000-0000-4000-8000-000000000005', 'Stock', 'rest',
            '{"base_url": "http://localhost:{port}/sandbox/stock/v2", "authorization": {"kind": "header", "name": "X-Api-Key"},
              "lists": {"items": {"path": "/items", "query": {"limit": "100"}, "records": "data.items", "id": "id",
                                  "pages": {"by": "cursor", "at": "paging.next_cursor", "parameter": "cursor"},
                                  "changed": {"parameter": "modified_since", "at": "modified_at"}}}}')
), tabs AS (
    INSERT INTO tab_mappings (id, data_source_id, tab_name, sheet_id, primary_entity, key_kind, match_on)
    SELECT ('00000000-0000-4000-8000-0000000000' || t.tab)::uuid, ('00000000-0000-4000-8000-00000000000' || t.source)::uuid,
           t.name, t.sheet, t.kind, t.key_kind, t.match_on
    FROM (VALUES ('11', 1, 'Partners', 0, 'partners', 'field', NULL),
                 ('12', 1, 'Staff', 1101, 'staff', 'field', NULL),
                 ('13', 1, 'ASINs', 1202, 'asins', 'field', NULL),
                 ('21', 2, 'Revenue', 0, 'partners', 'field', NULL),
                 ('31', 3, 'lead', NULL, 'partners', 'external_id', 'brand_name'),
                 ('41', 4, 'employees', NULL, 'staff', 'external_id', 'email'),
                 ('51', 5, 'items', NULL, 'asins', 'external_id', 'asin'))
        AS t (tab, source, name, sheet, kind, key_kind, match_on)
), columns AS (
    INSERT INTO column_mappings
        (tab_mapping_id, source_column, target_field, is_key, required, authority, transform, transform_config)
    SELECT ('00000000-0000-4000-8000-0000000000' || c.tab)::uuid, c.header, c.field, c.is_key, c.required, c.authority,
           c.transform, coalesce(c.config, '{}')::jsonb
    FROM (VALUES ('11', 'Brand Name', 'brand_name', true, false, 'source_of_truth', 'text', NULL),
                 ('11', 'Status', 'status', false, false, 'source_of_truth', 'text', NULL),
                 ('11', 'Tier', 'tier', false, false, 'source_of_truth', 'text', NULL),
                 ('11', 'Email', 'email', false, true, 'source_of_truth', 'email', NULL),
                 ('11', 'MRR', 'mrr', false, false, 'source_of_truth', 'currency', '{"currency": "USD"}'),
                 ('11', 'Margin', 'margin', false, false, 'source_of_truth', 'percent', NULL),
                 ('11', 'Start Date', 'start_date', false, false, 'source_of_truth', 'date', NULL),
                 ('11', 'Active', 'active', false, false, 'source_of_truth', 'boolean', NULL),
                 ('11', 'Seats', 'seats', false, false, 'source_of_truth', 'integer', NULL),
                 ('11', 'Last Call', 'last_call', false, false, 'source_of_truth', 'datetime', NULL),
                 ('11', 'Notes', 'notes', false, false, 'source_of_truth', 'text', NULL),
                 ('12', 'Email', 'email', true, false, 'source_of_truth', 'email', NULL),
                 ('12', 'Full Name', 'full_name', false, false, 'source_of_truth', 'text', NULL),
                 ('12', 'Title', 'title', false, false, 'source_of_truth', 'text', NULL),
                 ('12', 'Joined', 'start_date', false, false, 'source_of_truth', 'date', '{"formats": ["dd/MM/yyyy"]}'),
                 ('13', 'ASIN', 'asin', true, false, 'source_of_truth', 'text', NULL),
                 ('13', 'Titel', 'title', false, false, 'source_of_truth', 'text', NULL),
                 ('21', 'Brand', 'brand_name', true, false, 'source_of_truth', 'text', NULL),
                 ('21', 'Monthly Revenue', 'mrr', false, false, 'source_of_truth', 'currency', NULL),
                 ('21', 'Tier', 'tier', false, false, 'reference', 'text', NULL),
                 ('31', 'id', NULL, true, false, 'source_of_truth', 'text', NULL),
                 ('31', 'name', 'brand_name', false, false, 'source_of_truth', 'text', NULL),
                 ('31', 'status_label', 'status', false, false, 'source_of_truth', 'text', NULL),
                 ('31', 'custom.cf_TierOfThePartner000000000000000000000001', 'tier', false, false, 'reference', 'text', NULL),
                 ('41', 'id', NULL, true, false, 'source_of_truth', 'text', NULL),
                 ('41', 'emails[0].address', 'email', false, false, 'source_of_truth', 'email', NULL),
                 ('41', 'name.last', 'full_name', false, false, 'source_of_truth', 'text', NULL),
                 ('41', 'job.title', 'title', false, false, 'source_of_truth', 'text', NULL),
                 ('41', 'active', 'active', false, false, 'source_of_truth', 'boolean', NULL),
                 ('41', 'hired_on', 'start_date', false, false, 'source_of_truth', 'date', NULL),
                 ('51', 'id', NULL, true, false, 'source_of_truth', 'text', NULL),
                 ('51', 'asin', 'asin', false, false, 'source_of_truth', 'text', NULL),
                 ('51', 'title.en', 'title', false, false, 'source_of_truth', 'text', NULL),
                 ('51', 'price.amount', 'price', false, false, 'source_of_truth', 'number', NULL))
        AS c (tab, header, field, is_key, required, authority, transform, config)
)
INSERT INTO computed_fields (entity_type, field_name, source_priority)
VALUES ('partners', 'mrr', '{"00000000-0000-4000-8000-000000000001": 10}')
ON CONFLICT (entity_type, field_name) DO NOTHING
