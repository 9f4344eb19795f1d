package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.record.StoredJson;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import io.syncline.entities.engine.Overwriting;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.value.Value;
import io.syncline.entities.feed.Feeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a manual edit answers: what it changed, and which feed will have the last word. */
@Component
final class EditAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String CHANGED =
      """
      SELECT field_name, previous_value::text AS before, new_value::text AS after
      FROM field_lineage
      WHERE batch_id IN (SELECT id FROM run_batches WHERE run_id = :run)
      UNION ALL
      SELECT f.field, (c.before -> f.field)::text, (c.after -> f.field)::text
      FROM sync_run_changes c CROSS JOIN LATERAL jsonb_object_keys(c.after) AS f (field)
      WHERE c.run_id = :run
      ORDER BY field_name
      """;

  private final EntityTables tables;
  private final Feeds feeds;
  private final JdbcClient staging;

  EditAnswers(EntityTables tables, Feeds feeds, Databases databases) {
    this.tables = tables;
    this.feeds = feeds;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * What became of an edit.
   *
   * @throws RequestRefused where nothing was written
   */
  ApiAnswer answered(@Body Run run) {
    if (run.outcome() == RunOutcome.RUNNING) {
      return ApiAnswer.accepted(run.id(), JSON.objectNode());
    }
    refusal(run)
        .ifPresent(
            error -> {
              throw refused(error.path("code").asText(), error.path("message").asText());
            });
    run.failure()
        .ifPresent(
            it -> {
              throw RequestRefused.of(503, it.code(), "Nothing was changed", it.message());
            });
    Edit edit = Edit.of(run.parameters());
    ObjectNode body = JSON.objectNode();
    body.put("success", true).put("sync_run_id", run.id().toString());
    body.put("dry_run", run.dryRun());
    body.put("production_pending", run.productionPending() > 0);
    body.set("fields", changed(run.id()));
    body.set("overwritten_by", overwriting(edit));
    return ApiAnswer.ok(body);
  }

  /** What is said of the entity: that production has the edit later only is no refusal. */
  private static Optional<JsonNode> refusal(Run run) {
    String entity = Edit.of(run.parameters()).entity().toString();
    return StreamSupport.stream(run.errors().path("items").spliterator(), false)
        .filter(item -> item.path("row").asText().equals(entity))
        .findFirst();
  }

  private static RequestRefused refused(String code, String message) {
    String title = "The edit was refused";
    return switch (code) {
      case EditComposition.UNKNOWN -> RequestRefused.of(404, "UNKNOWN_ENTITY", title, message);
      case EditComposition.KEY_TAKEN -> RequestRefused.of(409, "KEY_TAKEN", title, message);
      case "KEY_EMPTY" -> RequestRefused.of(422, "KEY_EMPTY", title, message);
      default -> RequestRefused.of(422, "DB_REJECTED", title, message);
    };
  }

  /** By field what a run changed or would change of the one entity that it is about. */
  ObjectNode changed(UUID run) {
    ObjectNode fields = JSON.objectNode();
    staging
        .sql(CHANGED)
        .param("run", run)
        .query(
            row -> {
              fields
                  .putArray(row.getString("field_name"))
                  .add(StoredJson.read(row.getString("before")))
                  .add(StoredJson.read(row.getString("after")));
            });
    return fields;
  }

  private JsonNode overwriting(Edit edit) {
    EntityTable table = tables.known(edit.type());
    Map<String, @Nullable Value> set = new LinkedHashMap<>();
    edit.fields()
        .properties()
        .forEach(
            sent ->
                set.put(
                    sent.getKey(), EditedValues.read(table.type(sent.getKey()), sent.getValue())));
    return overwriting(table, edit.entity(), set);
  }

  /** Who takes such a change back, as the rules will have it, whoever configured the feeds. */
  JsonNode overwriting(EntityTable table, UUID entity, Map<String, @Nullable Value> set) {
    if (set.isEmpty()) {
      return JSON.arrayNode();
    }
    TypePlan plan = feeds.now().plan(table.name());
    EntityState state = new EntityState(staging, plan.type(), table);
    List<UUID> id = List.of(entity);
    Map<String, @Nullable Value> values =
        state.values(id, List.copyOf(set.keySet())).getOrDefault(entity, Map.of());
    ArrayNode overwriting = JSON.arrayNode();
    Overwriting.of(plan, entity, values, state.held(id), set)
        .forEach((field, feed) -> overwriting.add(told(field, feed)));
    return overwriting;
  }

  static ObjectNode told(String field, Contender feed) {
    return JSON.objectNode()
        .put("field", field)
        .put("tab_mapping_id", feed.feedId().toString())
        .put("source_ref", feed.reference());
  }
}
