package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.record.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A waiting run as a process takes it over.
 *
 * @param route what leads it on
 * @param kept its tally and its notes, as {@link #keep} told them
 * @param errors the ledger's list of what went wrong
 * @param lastError the number of its last entry in {@code sync_errors}
 * @param lastBatch the number of its last batch
 */
record KeptRun(
    UUID id,
    RunRequest request,
    String route,
    long fence,
    Instant startedAt,
    boolean isCancelled,
    JsonNode kept,
    JsonNode errors,
    int lastError,
    int lastBatch,
    int calls) {
  private static final String DEBUG = "debug";
  private static final String LEADS = "leads";
  private static final String NOTES = "notes";
  private static final String STOP = "stop";

  /** Read by people alone. */
  private static final String WAITS_FOR = "waits_for";

  /**
   * What a run needs to go on elsewhere beside its row.
   *
   * @param isOver whether it only ends there, for the reason that it was stopped for
   */
  static ObjectNode keep(ActiveRun run, boolean isOver) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    kept.put(DEBUG, run.request().debug());
    kept.put(LEADS, run.memory().isLeading());
    run.notes().forEach(kept.putObject(NOTES)::set);
    run.tally().keep(kept);
    run.memory()
        .postponed()
        .ifPresent(it -> kept.put(WAITS_FOR, it.reason() + ": " + it.getMessage()));
    run.stopped()
        .filter(it -> isOver)
        .ifPresent(
            it -> kept.putObject(STOP).put("reason", it.reason().name()).put("words", it.words()));
    return kept;
  }

  /** What is kept of a run that was not led yet. */
  static ObjectNode debug(RunRequest request) {
    return JsonNodeFactory.instance.objectNode().put(DEBUG, request.debug());
  }

  /** Whether it has waited for the end of those alone that it leads. */
  boolean isAtEnd() {
    return route.equals(Parking.END);
  }

  /** The run of this process that goes on where that one was. */
  ActiveRun goesOn(Fence under, FailureCodes codes) {
    ActiveRun run = new ActiveRun(id, request, under, startedAt, codes.of(request.pipeline()));
    run.memory().cameFromQueue();
    if (isAtEnd()) {
      run.memory().atEnd();
    }
    if (kept.path(LEADS).asBoolean()) {
      run.memory().leads();
    }
    kept.path(NOTES).properties().forEach(it -> run.notes().put(it.getKey(), it.getValue()));
    run.tally().goOnFrom(kept, lastBatch, calls);
    run.errors().goOnFrom(kept, errors, lastError);
    JsonNode stop = kept.path(STOP);
    if (stop.isObject()) {
      run.stop(StopReason.valueOf(stop.path("reason").asText()), stop.path("words").asText());
    }
    return run;
  }

  static KeptRun read(ResultSet row, int number) throws SQLException {
    JsonNode kept = StoredJson.read(row.getString("kept"));
    return new KeptRun(
        row.getObject("id", UUID.class),
        request(row, kept),
        row.getString("route"),
        row.getLong("fence"),
        row.getTimestamp("started_at").toInstant(),
        row.getBoolean("cancelled"),
        kept,
        StoredJson.read(row.getString("errors")),
        row.getInt("last_error"),
        row.getInt("last_batch"),
        row.getInt("api_calls"));
  }

  private static RunRequest request(ResultSet row, JsonNode kept) throws SQLException {
    return new RunRequest(
        row.getString("pipeline"),
        row.getString("scope"),
        RunRequest.Trigger.valueOf(row.getString("trigger").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("slot_key")),
        Optional.ofNullable(row.getString("triggered_by")).orElse("schedule"),
        (ObjectNode) StoredJson.read(row.getString("parameters")),
        row.getBoolean("dry_run"),
        kept.path(DEBUG).asBoolean(),
        Duration.ZERO,
        RunRequest.Turn.NONE,
        Optional.ofNullable(row.getObject("parent_run_id", UUID.class)));
  }
}
