package io.syncline.entities;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunQuery;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import io.syncline.core.write.Composition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is asked to be taken back, and the batches that do it. */
@Component
final class UndoRequests {
  private static final String FIELD = "field";
  private static final String CHANGE = "change";
  private static final String DRY_RUN = "dry_run";

  /** The newest change of one field. */
  private static final String LAST_OF_FIELD =
      """
      SELECT id FROM field_lineage WHERE entity_type = :type AND entity_id = :id AND field_name = :field
      ORDER BY changed_at DESC, id DESC LIMIT 1
      """;

  /** One change of a row is what one batch did to it; older writers have none. */
  private static final String LAST_OF_ENTITY =
      """
      WITH last AS (
          SELECT id, coalesce(batch_id, sync_run_id, id) AS step FROM field_lineage
          WHERE entity_type = :type AND entity_id = :id
          ORDER BY changed_at DESC, id DESC LIMIT 1
      )
      SELECT l.id FROM field_lineage l JOIN last ON coalesce(l.batch_id, l.sync_run_id, l.id) = last.step
      WHERE l.entity_type = :type AND l.entity_id = :id
      """;

  private static final String OF_ID =
      "SELECT id FROM field_lineage WHERE entity_type = :type AND entity_id = :id AND id = :change";

  private final EntityTables tables;
  private final RunHistory history;
  private final JdbcClient staging;
  private final Duration wait;
  private final Duration queue;
  private final int batchRows;

  UndoRequests(
      EntityTables tables,
      RunHistory history,
      Databases databases,
      @Value("${syncline.http.wait}") Duration wait,
      @Value("${syncline.entities.edit-queue}") Duration queue,
      @Value("${syncline.entities.rows-per-batch}") int batchRows) {
    this.tables = tables;
    this.history = history;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.wait = wait;
    this.queue = queue;
    this.batchRows = batchRows;
  }

  /**
   * Takes back the last change of a field, a change that is named, or the last one of the row.
   *
   * @throws RequestRefused 400 for what is no kind or no such member, 404 where nothing was changed
   */
  RunRequest ofEntity(@Body ApiRequest call) {
    ObjectNode asked = asked(call, List.of(FIELD, CHANGE, DRY_RUN));
    boolean rehearsal = ApiRequest.isTrue(asked, DRY_RUN, false);
    String type = tables.known(call.part("entityType")).name();
    UUID id = uuid("entityId", call.part("entityId"));
    if (asked.has(FIELD) && asked.has(CHANGE)) {
      throw RequestRefused.invalid(FIELD, "and " + CHANGE + " exclude each other", List.of());
    }
    List<UUID> changes = changes(asked, type, id);
    if (changes.isEmpty()) {
      throw RequestRefused.of(
          404,
          "NOTHING_TO_UNDO",
          "Nothing to undo",
          "No such change is known of " + type + " " + id);
    }
    return request(call, rehearsal, Undo.of(type, id, changes));
  }

  private List<UUID> changes(ObjectNode asked, String type, UUID id) {
    if (asked.has(CHANGE)) {
      UUID change = uuid(CHANGE, asked.get(CHANGE).asText());
      return ids(staging.sql(OF_ID).param("change", change), type, id);
    }
    if (asked.has(FIELD)) {
      String field = asked.get(FIELD).asText();
      return ids(staging.sql(LAST_OF_FIELD).param("field", field), type, id);
    }
    return ids(staging.sql(LAST_OF_ENTITY), type, id);
  }

  private static List<UUID> ids(JdbcClient.StatementSpec sql, String type, UUID id) {
    return sql.param("type", type).param("id", id).query(UUID.class).list();
  }

  /**
   * Takes back all that a run and those that it led changed.
   *
   * @throws RequestRefused 404 for a run that is not known, 409 for one that is not over or that no
   *     lineage is kept of
   */
  RunRequest ofRun(@Body ApiRequest call) {
    ObjectNode asked = asked(call, List.of(DRY_RUN));
    Run run = history.known(call.id());
    if (!run.pipeline().equals(Entities.WORD)) {
      throw RequestRefused.of(
          409,
          "NOT_UNDOABLE",
          "The run cannot be undone",
          "What was before is kept of values of entities only, and this is a run of "
              + run.pipeline());
    }
    if (run.outcome() == RunOutcome.RUNNING) {
      throw RequestRefused.alreadyRunning(run.scope(), run.id());
    }
    return request(call, ApiRequest.isTrue(asked, DRY_RUN, false), Undo.of(run.id()));
  }

  private RunRequest request(ApiRequest call, boolean rehearsal, Undo undo) {
    return new RunRequest(
        Entities.WORD,
        EntityEdits.SCOPE,
        Trigger.EDIT,
        call.slot(),
        call.caller(),
        undo.parameters(),
        rehearsal,
        false,
        call.patience(wait),
        new Turn(queue, true, false));
  }

  private static ObjectNode asked(ApiRequest call, List<String> known) {
    ObjectNode asked = call.asked();
    asked
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw RequestRefused.invalid(name, "is not known here", known);
              }
            });
    return asked;
  }

  private static UUID uuid(String name, String text) {
    return RunQuery.uuid(text)
        .orElseThrow(() -> RequestRefused.invalid(name, "must be a UUID", List.of()));
  }

  /** The batches of a run that was asked for so: each reads for itself what it takes back. */
  List<Composition> batches(ActiveRun run) {
    Undo undo = Undo.of(run.request().parameters());
    List<Composition> batches = new ArrayList<>();
    new UndoneChanges(staging, undo)
        .entities()
        .forEach(
            (type, ids) ->
                tables
                    .find(type)
                    .ifPresent(
                        table -> batches.addAll(new UndoBatch(undo, table, ids).parts(batchRows))));
    return batches;
  }
}
