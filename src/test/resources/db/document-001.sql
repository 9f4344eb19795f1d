-- The run table of source document 001 and the least its references need.
CREATE TABLE data_sources (id UUID PRIMARY KEY);
CREATE TABLE tab_mappings (id UUID PRIMARY KEY);

CREATE TABLE sync_runs (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  data_source_id UUID REFERENCES data_sources(id),
  tab_mapping_id UUID REFERENCES tab_mappings(id),
  status TEXT NOT NULL,  -- 'running' | 'completed' | 'failed'
  started_at TIMESTAMPTZ DEFAULT NOW(),
  completed_at TIMESTAMPTZ,
  rows_processed INT DEFAULT 0,
  rows_created INT DEFAULT 0,
  rows_updated INT DEFAULT 0,
  rows_skipped INT DEFAULT 0,
  errors JSONB,
  triggered_by UUID,
  created_at TIMESTAMPTZ DEFAULT NOW()
);
