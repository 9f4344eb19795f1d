package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.value.Value;
import io.syncline.entities.feed.Configured;
import io.syncline.entities.feed.Feeds;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What an undo answers: what it took back, what it could not, and who will have the last word. */
@Component
final class UndoAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Of a dry run, what it would change; of a real one, its lineage. */
  private static final String FIELDS =
      """
      SELECT DISTINCT entity_type, field_name FROM field_lineage
      WHERE batch_id IN (SELECT id FROM run_batches WHERE run_id = :run)
      UNION
      SELECT c.table_name, f.field
      FROM sync_run_changes c CROSS JOIN LATERAL jsonb_object_keys(c.after) AS f (field)
      WHERE c.run_id = :run
      ORDER BY 1, 2
      """;

  private final EntityTables tables;
  private final Feeds feeds;
  private final EditAnswers edits;
  private final JdbcClient staging;

  UndoAnswers(EntityTables tables, Feeds feeds, EditAnswers edits, Databases databases) {
    this.tables = tables;
    this.feeds = feeds;
    this.edits = edits;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * What became of it.
   *
   * @throws RequestRefused where it failed
   */
  ApiAnswer answered(@Body Run run) {
    if (run.outcome() == RunOutcome.RUNNING) {
      return ApiAnswer.accepted(run.id(), JSON.objectNode());
    }
    run.failure()
        .ifPresent(
            it -> {
              throw RequestRefused.of(503, it.code(), "Not all was taken back", it.message());
            });
    ObjectNode body = JSON.objectNode();
    body.put("success", true).put("sync_run_id", run.id().toString());
    body.put("dry_run", run.dryRun());
    body.put("production_pending", run.productionPending() > 0);
    body.put("entities_changed", run.counts().updated());
    body.put("fields_changed", run.effects().fieldsChanged());
    Undo undo = Undo.of(run.parameters());
    if (undo.run().isPresent()) {
      body.set("overwritten_by", overwriting(run.id()));
    } else {
      ObjectNode fields = edits.changed(run.id());
      body.set("fields", fields);
      body.set("overwritten_by", overwriting(undo, fields));
    }
    ArrayNode left = body.putArray("not_undone");
    run.errors().path("items").forEach(item -> left.add(left(item)));
    body.put("not_undone_total", run.errors().path("total").asLong());
    return ApiAnswer.ok(body);
  }

  private static ObjectNode left(JsonNode item) {
    ObjectNode left = JSON.objectNode();
    left.set("entity_id", item.path("row"));
    left.set("field", item.path("column"));
    left.set("code", item.path("code"));
    left.set("message", item.path("message"));
    return left;
  }

  /** As the rules will have it for the one entity. */
  private JsonNode overwriting(Undo undo, ObjectNode fields) {
    EntityTable table = tables.known(undo.type());
    Map<String, @Nullable Value> set = new LinkedHashMap<>();
    fields
        .properties()
        .forEach(
            field ->
                set.put(
                    field.getKey(),
                    EditedValues.read(table.type(field.getKey()), field.getValue().path(1))));
    return edits.overwriting(table, undo.entity(), set);
  }

  /** The feeds whose word counts for more than a change by hand, in the fields that changed. */
  private ArrayNode overwriting(UUID run) {
    Configured now = feeds.now();
    ArrayNode overwriting = JSON.arrayNode();
    staging
        .sql(FIELDS)
        .param("run", run)
        .query(
            row -> {
              String field = row.getString(2);
              TypePlan plan = now.plan(row.getString(1));
              if (plan.type().field(field).isPresent()) {
                deciding(plan.policy(field))
                    .ifPresent(feed -> overwriting.add(EditAnswers.told(field, feed)));
              }
            });
    return overwriting;
  }

  private static Optional<Contender> deciding(FieldPolicy policy) {
    Integer app = policy.appPriority();
    return policy.contenders().values().stream()
        .filter(it -> it.authority() == Authority.SOURCE_OF_TRUTH)
        .filter(it -> app == null || it.priority() > app)
        .max(Comparator.comparingInt(Contender::priority).thenComparing(Contender::reference));
  }
}
