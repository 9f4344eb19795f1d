package io.syncline.entities.lineage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads where the values of one entity came from. A cell is found by the whole index, an entity by
 * its first two columns: neither depends on how much is kept of others.
 */
@Component
public final class LineageStore {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The table's name is one of ours, never a caller's. */
  private static final String ENTITY = "SELECT to_jsonb(e)::text FROM %s e WHERE e.id = :id";

  private static final String ITEMS =
      """
      SELECT id, entity_type, entity_id, field_name, source_type, source_id, source_ref, feed_id, row_number,
             record_id, authority, previous_value, new_value, sync_run_id, batch_id, changed_by, changed_at
      FROM field_lineage
      WHERE entity_type = :type AND entity_id = :id %s %s
      ORDER BY changed_at DESC, id DESC LIMIT :most
      """;

  private static final String OF_FIELD = "AND field_name = :field";

  private static final String BEFORE =
      "AND (changed_at, id) < (SELECT b.changed_at, b.id FROM field_lineage b WHERE b.id = :before)";

  private static final String LAST =
      """
      SELECT DISTINCT ON (field_name) id, entity_type, entity_id, field_name, source_type, source_id, source_ref,
             feed_id, row_number, record_id, authority, previous_value, new_value, sync_run_id, batch_id, changed_by,
             changed_at
      FROM field_lineage
      WHERE entity_type = :type AND entity_id = :id
      ORDER BY field_name, changed_at DESC, id DESC
      """;

  private static final String CLAIMS =
      """
      SELECT v.field_name, v.feed_id, s.name AS source, t.tab_name AS tab, m.source_column AS header, m.authority,
             v.value, v.raw, v.asserted_at, v.updated_at, v.run_id
      FROM source_values v
      LEFT JOIN tab_mappings t ON t.id = v.feed_id
      LEFT JOIN data_sources s ON s.id = t.data_source_id
      LEFT JOIN column_mappings m ON m.tab_mapping_id = v.feed_id AND m.target_field = v.field_name
      WHERE v.entity_type = :type AND v.entity_id = :id
      ORDER BY v.field_name, v.asserted_at, v.feed_id
      """;

  private final JdbcClient staging;

  LineageStore(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** The row of the entity by its columns; empty when there is none. */
  public Optional<ObjectNode> entity(String type, UUID id) {
    return staging
        .sql(ENTITY.formatted('"' + type + '"'))
        .param("id", id)
        .query(String.class)
        .optional()
        .map(row -> (ObjectNode) StoredJson.read(row));
  }

  /** Changes, newest first; those before the one of that id, where one is named. */
  List<ObjectNode> items(
      String type, UUID id, Optional<String> field, Optional<UUID> before, int most) {
    return staging
        .sql(ITEMS.formatted(field.isPresent() ? OF_FIELD : "", before.isPresent() ? BEFORE : ""))
        .param("type", type)
        .param("id", id)
        .param("field", field.orElse(""))
        .param("before", before.orElse(id))
        .param("most", most)
        .query(LineageStore::item)
        .list();
  }

  /** By field its newest change. */
  public Map<String, ObjectNode> last(String type, UUID id) {
    Map<String, ObjectNode> last = new LinkedHashMap<>();
    staging.sql(LAST).param("type", type).param("id", id).query(LineageStore::item).list().stream()
        .forEach(item -> last.put(item.path("field_name").asText(), item));
    return last;
  }

  /** By field what feeds say of it, who said it first coming first. */
  public Map<String, List<ObjectNode>> claims(String type, UUID id) {
    Map<String, List<ObjectNode>> claims = new LinkedHashMap<>();
    staging
        .sql(CLAIMS)
        .param("type", type)
        .param("id", id)
        .query(
            row -> {
              claims
                  .computeIfAbsent(row.getString("field_name"), field -> new ArrayList<>())
                  .add(claim(row));
            });
    return claims;
  }

  /** By field what other feeds say of it than the one whose value it last got. */
  Map<String, List<ObjectNode>> alsoSeen(String type, UUID id) {
    Map<String, ObjectNode> last = last(type, id);
    Map<String, List<ObjectNode>> seen = claims(type, id);
    seen.forEach(
        (field, claims) ->
            Optional.ofNullable(last.get(field))
                .map(change -> change.path("feed_id"))
                .ifPresent(owner -> claims.removeIf(claim -> claim.path("feed_id").equals(owner))));
    return seen;
  }

  private static ObjectNode item(ResultSet row, int number) throws SQLException {
    ObjectNode item = JSON.objectNode();
    item.put("id", row.getString("id"));
    item.put("entity_type", row.getString("entity_type"));
    item.put("entity_id", row.getString("entity_id"));
    item.put("field_name", row.getString("field_name"));
    item.put("source_type", row.getString("source_type"));
    item.put("source_id", row.getString("source_id"));
    item.put("source_ref", row.getString("source_ref"));
    item.put("feed_id", row.getString("feed_id"));
    item.put("row_number", row.getObject("row_number", Integer.class));
    item.put("record_id", row.getString("record_id"));
    item.put("authority", row.getString("authority"));
    item.set("previous_value", StoredJson.read(row.getString("previous_value")));
    item.set("new_value", StoredJson.read(row.getString("new_value")));
    item.put("sync_run_id", row.getString("sync_run_id"));
    item.put("batch_id", row.getString("batch_id"));
    item.put("changed_by", row.getString("changed_by"));
    item.set("changed_at", Times.of(row, "changed_at"));
    return item;
  }

  private static ObjectNode claim(ResultSet row) throws SQLException {
    ObjectNode claim = JSON.objectNode();
    claim.put("feed_id", row.getString("feed_id"));
    claim.put("source", row.getString("source"));
    claim.put("tab", row.getString("tab"));
    claim.put("header", row.getString("header"));
    claim.put("authority", row.getString("authority"));
    claim.set("value", StoredJson.read(row.getString("value")));
    claim.put("raw", row.getString("raw"));
    claim.set("asserted_at", Times.of(row, "asserted_at"));
    claim.set("updated_at", Times.of(row, "updated_at"));
    claim.put("run_id", row.getString("run_id"));
    return claim;
  }
}
