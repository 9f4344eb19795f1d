package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import io.syncline.core.write.Composition;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is asked for by a manual edit, and the batch that does it. */
@Component
final class EntityEdits {
  private static final String DRY_RUN = "dry_run";

  /** One edit after the other in the whole cluster: each is answered with what it found. */
  static final String SCOPE = "entities.edit";

  private final EntityTables tables;
  private final JdbcClient staging;
  private final Duration wait;
  private final Duration queue;

  EntityEdits(
      EntityTables tables,
      Databases databases,
      @Value("${syncline.http.wait}") Duration wait,
      @Value("${syncline.entities.edit-queue}") Duration queue) {
    this.tables = tables;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.wait = wait;
    this.queue = queue;
  }

  /**
   * The run that a call asks for.
   *
   * @throws RequestRefused 400 for what is no kind, no field or no value of its type, 404 for an
   *     entity that is not there
   */
  RunRequest asked(@Body ApiRequest call) {
    Edit edit = new Edit(call.part("entityType"), call.id(), fields(call));
    EntityTable table = tables.known(edit.type());
    check(table, edit.fields());
    if (!isThere(table, edit)) {
      throw EntityAnswers.unknown(table, edit.entity());
    }
    return new RunRequest(
        Entities.WORD,
        SCOPE,
        Trigger.EDIT,
        call.slot(),
        call.caller(),
        edit.parameters(),
        call.isTrue(DRY_RUN),
        false,
        call.patience(wait),
        new Turn(queue, true, false));
  }

  /** The batch of a run that was asked for so. */
  Composition composition(@Variable("run") ActiveRun run) {
    Edit edit = Edit.of(run.request().parameters());
    return new EditComposition(edit, tables.known(edit.type()));
  }

  private static ObjectNode fields(ApiRequest call) {
    return call.body()
        .filter(body -> body.isObject() && !body.isEmpty())
        .map(ObjectNode.class::cast)
        .orElseThrow(
            () -> RequestRefused.invalid("body", "must be an object of fields", List.of()));
  }

  private static void check(EntityTable table, ObjectNode fields) {
    List<String> known = table.fields();
    for (var sent : fields.properties()) {
      if (!known.contains(sent.getKey())) {
        throw RequestRefused.invalid(sent.getKey(), "is no field of " + table.name(), known);
      }
      check(table, sent.getKey(), sent.getValue());
    }
  }

  private static void check(EntityTable table, String field, JsonNode sent) {
    EditedValues.fault(table.type(field), sent)
        .ifPresent(
            fault -> {
              throw RequestRefused.invalid(field, fault, List.of());
            });
  }

  private boolean isThere(EntityTable table, Edit edit) {
    return !staging
        .sql("SELECT 1 FROM %s WHERE id = ?".formatted('"' + table.name() + '"'))
        .param(edit.entity())
        .query((row, number) -> number)
        .list()
        .isEmpty();
  }
}
