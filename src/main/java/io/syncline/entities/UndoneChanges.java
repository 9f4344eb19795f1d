package io.syncline.entities;

import io.syncline.entities.engine.value.Jsons;
import io.syncline.entities.engine.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds in the lineage what an undo is about. */
record UndoneChanges(JdbcClient staging, Undo undo) {
  /**
   * Of several changes of a field the first has what was before, the last what came of it. Nobody
   * else's may lie between them or after them.
   */
  private static final String CHANGED =
      """
      SELECT c.entity_id, c.field_name, c.before[1]::text AS before, c.after[1]::text AS after, c.ids[1] =
             (SELECT n.id FROM field_lineage n
              WHERE n.entity_type = :type AND n.entity_id = c.entity_id AND n.field_name = c.field_name
              ORDER BY n.changed_at DESC, n.id DESC LIMIT 1)
             AND NOT EXISTS (
                 SELECT FROM field_lineage o
                 WHERE o.entity_type = :type AND o.entity_id = c.entity_id AND o.field_name = c.field_name
                   AND o.changed_at BETWEEN c.first AND c.last AND NOT (%2$s)) AS newest,
             EXISTS (
                 SELECT FROM field_lineage o
                 WHERE o.entity_type = :type AND o.entity_id = c.entity_id AND o.changed_at >= c.first
                   AND NOT (%2$s)) AS shared
      FROM (SELECT l.entity_id, l.field_name, min(l.changed_at) AS first, max(l.changed_at) AS last,
                   array_agg(l.previous_value ORDER BY l.changed_at, l.id) AS before,
                   array_agg(l.new_value ORDER BY l.changed_at DESC, l.id DESC) AS after,
                   array_agg(l.id ORDER BY l.changed_at DESC, l.id DESC) AS ids
            FROM field_lineage l
            WHERE l.entity_type = :type AND l.entity_id = ANY (:ids::uuid[]) AND (%1$s)
            GROUP BY l.entity_id, l.field_name) AS c
      ORDER BY c.entity_id, c.field_name
      """;

  private static final String ENTITIES =
      "SELECT DISTINCT l.entity_type, l.entity_id FROM field_lineage l WHERE %1$s ORDER BY 1, 2";

  private static final String OF_RUN =
      """
      %s.batch_id = ANY (ARRAY(
          WITH RECURSIVE led (id) AS (
              SELECT :run::uuid
              UNION SELECT r.id FROM sync_runs r JOIN led ON r.parent_run_id = led.id
          )
          SELECT b.id FROM run_batches b JOIN led ON b.run_id = led.id))
      """;

  private static final String OF_CHANGES = "%s.id = ANY (:changes::uuid[])";

  /**
   * What became of a field.
   *
   * @param newest whether nobody has changed it meanwhile or since, as far as lineage tells
   * @param shared whether somebody else has changed any field of the entity since
   */
  record Changed(
      UUID entity,
      String field,
      @Nullable String before,
      @Nullable String after,
      boolean newest,
      boolean shared) {

    static Changed of(ResultSet row, int number) throws SQLException {
      return new Changed(
          row.getObject("entity_id", UUID.class),
          row.getString("field_name"),
          row.getString("before"),
          row.getString("after"),
          row.getBoolean("newest"),
          row.getBoolean("shared"));
    }

    @Nullable Value before(EntityTable table) {
      return value(table, before);
    }

    @Nullable Value after(EntityTable table) {
      return value(table, after);
    }

    private @Nullable Value value(EntityTable table, @Nullable String json) {
      return json == null ? null : table.type(field).read(Jsons.parsed(json));
    }
  }

  /** By kind the entities in question, in the order of their ids. */
  Map<String, List<UUID>> entities() {
    return asking(ENTITIES)
        .query((row, number) -> Map.entry(row.getString(1), row.getObject(2, UUID.class)))
        .list()
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                TreeMap::new,
                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /** By entity what became of its fields. */
  Map<UUID, List<Changed>> of(String type, Collection<UUID> entities) {
    return asking(CHANGED)
        .param("type", type)
        .param("ids", FeedState.texts(entities))
        .query(Changed::of)
        .list()
        .stream()
        .collect(Collectors.groupingBy(Changed::entity));
  }

  private JdbcClient.StatementSpec asking(String sql) {
    return undo.run()
        .map(run -> staging.sql(among(sql, OF_RUN)).param("run", run))
        .orElseGet(
            () ->
                staging
                    .sql(among(sql, OF_CHANGES))
                    .param("changes", FeedState.texts(undo.changes())));
  }

  /** The changes in question are those of l, and o's are others that are none of them. */
  private static String among(String sql, String condition) {
    return sql.formatted(condition.formatted("l"), condition.formatted("o"));
  }
}
