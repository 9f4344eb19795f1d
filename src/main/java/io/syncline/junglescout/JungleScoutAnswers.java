package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.Telling;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Failure;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunOutcome;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The answers of document 004, field by field. */
@Component
final class JungleScoutAnswers {
  private final RunHistory history;
  private final ActiveRuns runs;
  private final JungleScoutSettings settings;
  private final Clock clock;

  JungleScoutAnswers(
      RunHistory history, ActiveRuns runs, JungleScoutSettings settings, Clock clock) {
    this.history = history;
    this.runs = runs;
    this.settings = settings;
    this.clock = clock;
  }

  /** What is told of a run that an endpoint of that mode started. */
  Telling of(Mode mode) {
    return (run, arrived) ->
        JsonNodeFactory.instance
            .objectNode()
            .put("message", mode.title() + " sync " + words(run))
            .set("status", report(run));
  }

  ApiAnswer hourlyStatus() {
    return status(Mode.HOURLY);
  }

  ApiAnswer masterStatus() {
    return status(Mode.MASTER);
  }

  private ApiAnswer status(Mode mode) {
    Run run =
        history
            .latest(JungleScout.WORD, mode.word())
            .orElseThrow(
                () ->
                    RequestRefused.of(
                        404,
                        "NO_RUN_YET",
                        "No run yet",
                        "There was no " + mode.word() + " run yet"));
    return ApiAnswer.ok(JsonNodeFactory.instance.objectNode().set("status", report(run)));
  }

  /** As it stands where the run is led by this process; as the ledger has it elsewhere. */
  private JsonNode report(Run run) {
    JsonNode report = runs.find(run.id()).map(this::now).orElse(run.report());
    boolean dead =
        run.outcome() == RunOutcome.FAILED && report.path(SyncProgress.IS_RUNNING).asBoolean(true);
    if (!dead) {
      return report;
    }
    return closed(
        run, report.isObject() ? report.deepCopy() : JsonNodeFactory.instance.objectNode());
  }

  /** Before its first step a run has no report of its own: it stands at the start. */
  private JsonNode now(ActiveRun run) {
    return run.report()
        .orElseGet(() -> new SyncProgress(run, settings.productBatch(), clock).report());
  }

  /** A run whose process died has the report of its last heartbeat, which says it runs. */
  private static JsonNode closed(Run run, ObjectNode report) {
    boolean hourly = report.isEmpty() || report.has(SyncProgress.STOP_REASON);
    report.put(SyncProgress.IS_RUNNING, false);
    report.put(SyncProgress.STOPPED_EARLY, true);
    if (hourly) {
      report.put(SyncProgress.STOP_REASON, run.failure().map(Failure::message).orElse(""));
    }
    run.completedAt().ifPresent(at -> report.put(SyncProgress.COMPLETED_AT, at.toString()));
    return report;
  }

  private static String words(Run run) {
    return switch (run.outcome()) {
      case RUNNING -> "started";
      case COMPLETED, PARTIAL -> run.failure().isPresent() ? "stopped early" : finished(run);
      case FAILED -> "stopped early";
      case CANCELLED -> "cancelled";
    };
  }

  private static String finished(Run run) {
    return SyncProgress.PROCESSED.isZero(run.report()) ? "skipped: all data is fresh" : "completed";
  }
}
