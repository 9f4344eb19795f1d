package io.syncline.entities;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tabs as somebody maps them by SQL; each call writes its row and goes on. */
record MappedTabs(JdbcTemplate staging) {

  /** Nothing is mapped, nothing was said, and there is no entity. */
  static void clear(JdbcTemplate staging, JdbcTemplate production) {
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("TRUNCATE partners, staff, asins, field_lineage");
    }
    staging.execute(
        "TRUNCATE source_values, field_conflicts, column_mappings, tab_mappings, data_sources,"
            + " computed_fields, entity_keys, entity_links, feed_rows, feed_cursors");
  }

  MappedTabs spreadsheet(UUID source, String id) {
    staging.update(
        "INSERT INTO data_sources (id, name, type, connector_config)"
            + " VALUES (?, 'Master Sheet', 'google_sheet', jsonb_build_object('spreadsheet_id', ?::text))",
        source,
        id);
    return this;
  }

  /** A tab of partners. */
  MappedTabs tab(UUID feed, UUID source, String title, long sheet) {
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, sheet_id, primary_entity)"
            + " VALUES (?, ?, ?, ?, 'partners')",
        feed,
        source,
        title,
        sheet);
    return this;
  }

  MappedTabs key(UUID feed, String header) {
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, ?, 'brand_name', true)",
        feed,
        header);
    return this;
  }

  MappedTabs map(UUID feed, String header, String field) {
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field) VALUES (?, ?, ?)",
        feed,
        header,
        field);
    return this;
  }

  /** How many rows there are, and what they are, in any order. */
  static String digest(JdbcTemplate database, String table) {
    return database.queryForObject(
        "SELECT count(*) || ' ' || md5(coalesce(string_agg(to_jsonb(t)::text, ' ' ORDER BY to_jsonb(t)::text), '')) FROM %s t"
            .formatted(table),
        String.class);
  }
}
