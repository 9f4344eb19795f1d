package io.syncline.entities;

import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.Conflict;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.value.Jsons;
import io.syncline.entities.engine.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Entities of a kind and what is said of them, as staging holds it. */
record EntityState(JdbcClient staging, EntityType type, EntityTable table) {
  /** Lineage of the document's own service names no feed: it is nobody's, and no edit. */
  private static final String HELD =
      """
      SELECT 'claim' AS kind, feed_id, entity_id, field_name, value::text AS one, raw AS two,
             NULL::uuid AS other, asserted_at AS at
      FROM source_values WHERE entity_id = ANY (:ids::uuid[])
      UNION ALL
      SELECT 'conflict', losing_feed_id, entity_id, field_name, winning_value::text, losing_value::text,
             winning_feed_id, opened_at
      FROM field_conflicts WHERE entity_id = ANY (:ids::uuid[]) AND resolved_at IS NULL
      UNION ALL
      (SELECT DISTINCT ON (entity_id, field_name) 'lineage',
              CASE WHEN source_type <> 'app' THEN coalesce(feed_id, '00000000-0000-0000-0000-000000000000') END,
              entity_id, field_name, new_value::text, NULL, NULL::uuid, changed_at
       FROM field_lineage
       WHERE entity_type = :type AND entity_id = ANY (:ids::uuid[]) AND field_name = ANY (:fields)
       ORDER BY entity_id, field_name, changed_at DESC, id DESC)
      """;

  /** What columns of entities hold. */
  Map<UUID, Map<String, @Nullable Value>> values(Collection<UUID> ids, List<String> columns) {
    Map<UUID, Map<String, @Nullable Value>> values = new HashMap<>();
    if (!ids.isEmpty()) {
      staging
          .sql(table.select(columns))
          .param("ids", FeedState.texts(ids))
          .query(
              row -> {
                Map<String, @Nullable Value> fields = new HashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                  fields.put(columns.get(i), table.type(columns.get(i)).read(row.getString(i + 2)));
                }
                values.put(row.getObject(1, UUID.class), fields);
              });
    }
    return values;
  }

  /** What is said of entities. */
  Held held(Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Held.NOTHING;
    }
    Held held = new Held(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    staging
        .sql(HELD)
        .param("type", table.name())
        .param("ids", FeedState.texts(ids))
        .param(
            "fields",
            Stream.concat(type.fields().stream().map(Field::name), Stream.of(EntityType.ARCHIVED))
                .toArray(String[]::new))
        .query(
            row -> {
              add(held, row);
            });
    return held;
  }

  private void add(Held held, ResultSet row) throws SQLException {
    UUID entity = row.getObject("entity_id", UUID.class);
    UUID feed = row.getObject("feed_id", UUID.class);
    String field = row.getString("field_name");
    if (!table.has(field)) {
      return;
    }
    Value one = value(field, row.getString("one"));
    switch (row.getString("kind")) {
      case "claim" ->
          held.claims()
              .add(
                  new Claim(
                      feed,
                      entity,
                      field,
                      one,
                      row.getString("two"),
                      row.getTimestamp("at").toInstant()));
      case "conflict" ->
          held.conflicts()
              .add(
                  new Conflict(
                      entity,
                      field,
                      feed,
                      row.getObject("other", UUID.class),
                      one,
                      value(field, row.getString("two"))));
      default -> held.lineage().add(new Newest(entity, field, feed, one));
    }
  }

  private @Nullable Value value(String field, @Nullable String json) {
    return json == null ? null : table.type(field).read(Jsons.parsed(json));
  }
}
