package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.record.StoredJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds entities of a kind a page at a time. How a key begins is found by an index of ours, in the
 * order of keys. What stands within a field is looked for row by row, so many rows at a time:
 * people make these tables, and no index of theirs can be counted on.
 */
@Component
final class EntityFinds {
  /** Greater than any text that goes on, in the order of bytes. */
  private static final String END = new String(Character.toChars(Character.MAX_CODE_POINT));

  private static final String BY_KEY =
      """
      SELECT normalized_key, entity_id FROM entity_keys
      WHERE entity_type = :type AND is_current AND normalized_key COLLATE "C" >= :begin
        AND normalized_key COLLATE "C" < :end %s
      ORDER BY normalized_key COLLATE "C" LIMIT :most
      """;

  private static final String AFTER_KEY = "AND normalized_key COLLATE \"C\" > :after";

  private static final String WITHIN =
      """
      WITH looked AS MATERIALIZED (
          SELECT t.id, %2$s AS said FROM "%1$s" t %3$s ORDER BY t.id LIMIT :rows)
      SELECT (SELECT coalesce(array_agg(f.id ORDER BY f.id), '{}')
              FROM (SELECT id FROM looked WHERE :text = '' OR position(lower(:text) IN lower(said)) > 0
                    ORDER BY id LIMIT :most) f)::text[] AS found,
             (SELECT count(*) FROM looked) AS looked,
             (SELECT id FROM looked ORDER BY id DESC LIMIT 1) AS last
      """;

  private static final String AFTER_ID = "WHERE t.id > :after::uuid";

  private static final String KEYED =
      "SELECT EXISTS (SELECT 1 FROM entity_keys WHERE entity_type = :type AND is_current)";

  private static final String ROWS =
      """
      SELECT t.id, to_jsonb(t)::text AS fields,
             (SELECT count(*) FROM field_conflicts c WHERE c.entity_id = t.id AND c.resolved_at IS NULL) AS conflicts
      FROM "%s" t WHERE t.id = ANY (:ids::uuid[])
      """;

  private final JdbcClient staging;

  EntityFinds(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * Some entities, in their order.
   *
   * @param looked how many rows were looked at; null where an index was asked
   * @param next where the search goes on; null at its end
   */
  record Found(List<UUID> ids, @Nullable Long looked, @Nullable String next) {}

  /** Whether the kind's keys are known, which they are once a feed of it has been run. */
  boolean isKeyed(String type) {
    return staging.sql(KEYED).param("type", type).query(Boolean.class).single();
  }

  /** Those whose key begins so, from after that one. */
  Found byKey(String type, String begin, Optional<String> after, int most) {
    Map<String, UUID> found = new LinkedHashMap<>();
    staging
        .sql(BY_KEY.formatted(after.isPresent() ? AFTER_KEY : ""))
        .param("type", type)
        .param("begin", begin)
        .param("end", begin + END)
        .param("after", after.orElse(""))
        .param("most", most)
        .query(
            row -> {
              found.put(row.getString(1), row.getObject(2, UUID.class));
            });
    List<String> keys = List.copyOf(found.keySet());
    return new Found(
        List.copyOf(found.values()), null, keys.size() < most ? null : keys.get(most - 1));
  }

  /** Those that have a text within a field, of so many rows after that id. */
  Found within(EntityTable table, String field, String text, Optional<UUID> after, Extent extent) {
    return staging
        .sql(WITHIN.formatted(table.name(), table.text(field), after.isPresent() ? AFTER_ID : ""))
        .param("text", text)
        .param("after", after.map(UUID::toString).orElse(""))
        .param("rows", extent.rows())
        .param("most", extent.most())
        .query(
            (row, number) -> {
              List<UUID> ids = new ArrayList<>();
              for (Object id : (Object[]) row.getArray("found").getArray()) {
                ids.add(UUID.fromString((String) id));
              }
              long looked = row.getLong("looked");
              String last = looked < extent.rows() ? null : row.getString("last");
              return new Found(
                  ids,
                  looked,
                  ids.size() < extent.most() ? last : ids.get(ids.size() - 1).toString());
            })
        .single();
  }

  /**
   * How far a search goes.
   *
   * @param rows how many rows are looked at
   * @param most how many may be found
   */
  record Extent(int rows, int most) {}

  /** The rows of entities in that order, each with its open conflicts; without those that went. */
  List<ObjectNode> rows(EntityTable table, List<UUID> ids) {
    Map<UUID, Integer> places = new HashMap<>();
    ids.forEach(id -> places.put(id, places.size()));
    return staging
        .sql(ROWS.formatted(table.name()))
        .param("ids", FeedState.texts(ids))
        .query(
            (row, number) -> {
              ObjectNode fields = (ObjectNode) StoredJson.read(row.getString("fields"));
              ObjectNode shown = fields.objectNode();
              shown.set("id", fields.remove("id"));
              shown.put("open_conflicts", row.getInt("conflicts"));
              shown.set("fields", fields);
              return shown;
            })
        .list()
        .stream()
        .sorted(Comparator.comparing(it -> places.get(id(it))))
        .toList();
  }

  private static UUID id(JsonNode row) {
    return UUID.fromString(row.path("id").asText());
  }
}
