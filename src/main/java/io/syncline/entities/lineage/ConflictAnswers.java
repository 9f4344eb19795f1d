package io.syncline.entities.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Answers where sources that both decide differ, newest first. */
@Component
final class ConflictAnswers {
  private static final String OPEN = "open";
  private static final List<String> STATES = List.of(OPEN, "resolved", "all");

  private static final String CONFLICTS =
      """
      SELECT c.*, (SELECT k.normalized_key FROM entity_keys k
                   WHERE k.entity_id = c.entity_id AND k.entity_type = c.entity_type AND k.is_current LIMIT 1) AS entity_key,
             w.tab_name AS winning_tab, ws.name AS winning_source, l.tab_name AS losing_tab, ls.name AS losing_source
      FROM field_conflicts c
      LEFT JOIN tab_mappings w ON w.id = c.winning_feed_id LEFT JOIN data_sources ws ON ws.id = w.data_source_id
      LEFT JOIN tab_mappings l ON l.id = c.losing_feed_id LEFT JOIN data_sources ls ON ls.id = l.data_source_id
      WHERE (:state = 'all' OR (c.resolved_at IS NULL) = (:state = 'open'))
        AND (:type::text IS NULL OR c.entity_type = :type)
        AND (:entity::uuid IS NULL OR c.entity_id = :entity)
        AND (:before::uuid IS NULL OR (c.opened_at, c.id)
             < (SELECT b.opened_at, b.id FROM field_conflicts b WHERE b.id = :before))
      ORDER BY c.opened_at DESC, c.id DESC LIMIT :most
      """;

  private final JdbcClient staging;

  ConflictAnswers(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  ApiAnswer list(@Body ApiRequest request) {
    int limit = Asked.limit(request);
    Optional<String> type = Optional.ofNullable(request.query().get("entity_type"));
    Optional<String> entity = Optional.ofNullable(request.query().get("entity_id"));
    List<ObjectNode> conflicts =
        staging
            .sql(CONFLICTS)
            .param(
                "state", Asked.word("state", request.query().getOrDefault("state", OPEN), STATES))
            .param("type", type.map(Asked::entityType).orElse(null))
            .param("entity", entity.map(it -> Asked.uuid("entity_id", it)).orElse(null))
            .param("before", Asked.before(request).orElse(null))
            .param("most", limit)
            .query(ConflictAnswers::conflict)
            .list();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode array = body.putArray("conflicts");
    conflicts.forEach(array::add);
    body.put(
        "next", conflicts.size() < limit ? null : conflicts.get(limit - 1).path("id").asText());
    return ApiAnswer.ok(body);
  }

  private static ObjectNode conflict(ResultSet row, int number) throws SQLException {
    ObjectNode conflict = JsonNodeFactory.instance.objectNode();
    for (String name : List.of("id", "entity_type", "entity_id", "entity_key", "field_name")) {
      conflict.put(name, row.getString(name));
    }
    for (String side : List.of("winning", "losing")) {
      conflict.put(side + "_feed_id", row.getString(side + "_feed_id"));
      conflict.put(side + "_source", row.getString(side + "_source"));
      conflict.put(side + "_tab", row.getString(side + "_tab"));
      conflict.set(side + "_value", StoredJson.read(row.getString(side + "_value")));
    }
    conflict.put("first_run_id", row.getString("first_run_id"));
    conflict.put("last_run_id", row.getString("last_run_id"));
    conflict.set("opened_at", Times.of(row, "opened_at"));
    conflict.set("resolved_at", Times.of(row, "resolved_at"));
    return conflict;
  }
}
