package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.record.StoredJson;
import java.util.Collection;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of the configuration. They are read by one statement and written by one, so that nobody
 * ever sees half of a change.
 */
@Component
final class FeedStore {
  private static final String READ =
      """
      SELECT (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.name, s.id), '[]') FROM data_sources s)::text AS sources,
             (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.tab_name, t.id), '[]') FROM tab_mappings t)::text AS tabs,
             (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.position), '[]') FROM column_mappings m)::text AS columns,
             (SELECT coalesce(jsonb_agg(to_jsonb(p) ORDER BY p.entity_type, p.field_name), '[]') FROM computed_fields p
              WHERE jsonb_typeof(p.source_priority) = 'object' AND p.source_priority <> '{}')::text AS priorities,
             (SELECT coalesce(jsonb_agg(k.name), '[]') FROM stored_secrets k WHERE k.name LIKE 'entities.source.%')::text AS secrets
      """;

  private static final String WRITE =
      """
      WITH sources_gone AS (
          DELETE FROM data_sources WHERE id = ANY (:sourcesGone::uuid[])
      ), tabs_gone AS (
          DELETE FROM tab_mappings WHERE data_source_id = ANY (:sourcesGone::uuid[])
      ), columns_gone AS (
          DELETE FROM column_mappings m WHERE m.tab_mapping_id = ANY (:remapped::uuid[]) OR m.tab_mapping_id IN (
              SELECT t.id FROM tab_mappings t WHERE t.data_source_id = ANY (:sourcesGone::uuid[]))
      ), deleted AS (
          UPDATE tab_mappings SET status = 'deleted'
          WHERE id = ANY (:tabsGone::uuid[]) AND data_source_id <> ALL (:sourcesGone::uuid[])
      ), schedules_gone AS (
          DELETE FROM sync_schedules s WHERE s.pipeline = 'entities' AND (
              s.scope IN (SELECT 'entities.feed.' || id FROM unnest(:tabsGone::uuid[]) AS id
                          UNION ALL SELECT 'entities.source.' || id FROM unnest(:sourcesGone::uuid[]) AS id
                          UNION ALL SELECT 'entities.feed.' || t.id FROM tab_mappings t
                                    WHERE t.data_source_id = ANY (:sourcesGone::uuid[])))
      ), sources AS (%s), tabs AS (%s), columns AS (
          INSERT INTO column_mappings (tab_mapping_id, %s)
          SELECT tab_mapping_id, %3$s FROM jsonb_populate_recordset(NULL::column_mappings, :columns::jsonb)
      )
      INSERT INTO computed_fields (entity_type, field_name, source_priority)
      SELECT entity_type, field_name, source_priority
      FROM jsonb_populate_recordset(NULL::computed_fields, :priorities::jsonb)
      ON CONFLICT (entity_type, field_name) DO UPDATE SET source_priority = excluded.source_priority
      """
          .formatted(
              upsert(Shape.SOURCE, "sources"),
              upsert(Shape.TAB, "tabs"),
              String.join(", ", Shape.COLUMN.names()));

  private final JdbcClient staging;

  FeedStore(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  private static String upsert(Shape shape, String parameter) {
    String names = String.join(", ", shape.names());
    return """
        INSERT INTO %1$s (id, %2$s)
        SELECT id, %2$s FROM jsonb_populate_recordset(NULL::%1$s, :%3$s::jsonb)
        ON CONFLICT (id) DO UPDATE SET (%2$s) = ROW (%4$s)
        """
        .formatted(
            shape.table(),
            names,
            parameter,
            String.join(", ", shape.names().stream().map("excluded."::concat).toList()));
  }

  /** All that is configured now. */
  Configuration read() {
    return read(staging);
  }

  static Configuration read(JdbcClient staging) {
    return staging
        .sql(READ)
        .query(
            (row, number) ->
                FeedRows.configuration(
                    StoredJson.read(row.getString("sources")),
                    StoredJson.read(row.getString("tabs")),
                    StoredJson.read(row.getString("columns")),
                    StoredJson.read(row.getString("priorities")),
                    StoredJson.read(row.getString("secrets"))))
        .single();
  }

  /**
   * Writes all of it or nothing.
   *
   * @throws RequestRefused 409 where the tables, or rows of others, do not allow it
   */
  void write(Changes changes) {
    try {
      write(staging, changes);
    } catch (DataIntegrityViolationException e) {
      throw TableRefusal.of(e);
    }
  }

  static void write(JdbcClient staging, Changes changes) {
    ArrayNode sources = array();
    changes.sources.forEach((id, told) -> sources.add(row(id, told)));
    ArrayNode tabs = array();
    ArrayNode columns = array();
    changes.tabs.forEach(
        (id, tab) -> {
          tabs.add(row(id, tab.told()));
          tab.columns()
              .forEach(it -> columns.add(it.deepCopy().put("tab_mapping_id", id.toString())));
        });
    ArrayNode priorities = array();
    changes.priorities.forEach(
        (field, map) ->
            priorities
                .addObject()
                .put("entity_type", field.entityType())
                .put("field_name", field.name())
                .set("source_priority", map));
    staging
        .sql(WRITE)
        .param("sources", sources.toString())
        .param("tabs", tabs.toString())
        .param("columns", columns.toString())
        .param("priorities", priorities.toString())
        .param("remapped", texts(changes.tabs.keySet()))
        .param("tabsGone", texts(changes.tabsGone))
        .param("sourcesGone", texts(changes.sourcesGone))
        .update();
  }

  private static ObjectNode row(UUID id, ObjectNode told) {
    return told.deepCopy().put("id", id.toString());
  }

  private static String[] texts(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }

  private static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
