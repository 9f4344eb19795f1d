package io.syncline.entities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import io.syncline.entities.engine.value.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
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

  private static final String CLAIMS =
      """
      SELECT v.field_name, v.feed_id, t.data_source_id, v.value::text AS value, v.asserted_at,
             concat_ws(' → ', s.name, t.tab_name, m.source_column) AS ref,
             f.source_priority::text AS priorities
      FROM source_values v
      JOIN tab_mappings t ON t.id = v.feed_id
      JOIN data_sources s ON s.id = t.data_source_id
      JOIN column_mappings m ON m.tab_mapping_id = t.id AND m.target_field = v.field_name
      LEFT JOIN computed_fields f ON f.entity_type = v.entity_type AND f.field_name = v.field_name
      WHERE v.entity_type = ? AND v.entity_id = ? AND v.field_name = ? AND m.authority = 'source_of_truth'
      """;

  private final EntityTables tables;
  private final JdbcClient staging;
  private final ObjectMapper json;

  EditAnswers(EntityTables tables, Databases databases, ObjectMapper json) {
    this.tables = tables;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.json = json;
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

  private ObjectNode changed(UUID run) {
    ObjectNode fields = JSON.objectNode();
    staging
        .sql(CHANGED)
        .param("run", run)
        .query(
            row -> {
              fields
                  .putArray(row.getString("field_name"))
                  .add(read(row.getString("before")))
                  .add(read(row.getString("after")));
            });
    return fields;
  }

  private JsonNode overwriting(Edit edit) {
    EntityTable table = tables.find(edit.type()).orElseThrow();
    var feeds = JSON.arrayNode();
    for (var sent : edit.fields().properties()) {
      List<FieldClaim> claims = new ArrayList<>();
      OptionalInt app = claims(edit, table.type(sent.getKey()), sent.getKey(), claims);
      FieldClaim.overwriting(claims, app)
          .ifPresent(
              claim ->
                  feeds
                      .addObject()
                      .put("field", claim.field())
                      .put("tab_mapping_id", claim.feed().toString())
                      .put("source_ref", claim.ref()));
    }
    return feeds;
  }

  /** Adds what feeds say of a field; answers the priority of edits, where they take part. */
  private OptionalInt claims(Edit edit, FieldType type, String field, List<FieldClaim> claims) {
    List<JsonNode> priorities = new ArrayList<>();
    Object edited = EditedValues.read(type, edit.fields().get(field));
    staging
        .sql(CLAIMS)
        .params(edit.type(), edit.entity(), field)
        .query(
            row -> {
              JsonNode listed = read(row.getString("priorities"));
              priorities.add(listed);
              UUID feed = row.getObject("feed_id", UUID.class);
              JsonNode ofSource = listed.path(row.getString("data_source_id"));
              claims.add(
                  new FieldClaim(
                      field,
                      feed,
                      row.getString("ref"),
                      listed.path(feed.toString()).asInt(ofSource.asInt(0)),
                      row.getTimestamp("asserted_at").toInstant(),
                      !Objects.equals(type.read(read(row.getString("value"))), edited)));
            });
    return priorities.stream()
        .filter(listed -> listed.path("app").isInt())
        .mapToInt(listed -> listed.path("app").intValue())
        .findFirst();
  }

  private JsonNode read(@Nullable String text) {
    try {
      return text == null ? JSON.nullNode() : json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("jsonb is JSON", e);
    }
  }
}
