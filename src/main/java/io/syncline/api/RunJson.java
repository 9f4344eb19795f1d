package io.syncline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.run.Failure;
import io.syncline.core.run.HowFar;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunCounts;
import io.syncline.core.run.RunEffects;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run as the API shows it. The duration of a running one is the time it has taken so far. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RunJson(
    UUID id,
    @Nullable UUID parentRunId,
    String pipeline,
    String scope,
    @Nullable String label,
    String trigger,
    @Nullable String triggeredBy,
    String status,
    String outcome,
    boolean dryRun,
    boolean forceOverwrite,
    @Nullable Integer rowLimit,
    Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Instant parkedUntil,
    @Nullable String waitsFor,
    long durationMs,
    Stats stats,
    long apiCalls,
    @Nullable HowFar progress,
    long productionPending,
    JsonNode children,
    long errorCount,
    long warningCount,
    @Nullable Failure failure,
    JsonNode parameters,
    JsonNode errors,
    JsonNode report) {

  /** The counts, by the names of document 001. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Stats(
      long rowsProcessed,
      long rowsCreated,
      long rowsUpdated,
      long rowsUnchanged,
      long rowsSkipped,
      long rowsFailed,
      long rowsArchived,
      long fieldsChanged,
      long conflictsOpened) {

    static Stats of(RunCounts counts, RunEffects effects) {
      return new Stats(
          counts.processed(),
          counts.created(),
          counts.updated(),
          counts.unchanged(),
          counts.skipped(),
          counts.failed(),
          effects.archived(),
          effects.fieldsChanged(),
          effects.conflictsOpened());
    }
  }

  static RunJson of(Run run, Optional<String> label, Instant now) {
    return new RunJson(
        run.id(),
        run.parent().orElse(null),
        run.pipeline(),
        run.scope(),
        label.orElse(null),
        run.trigger(),
        run.triggeredBy().orElse(null),
        run.status().word(),
        run.outcome().word(),
        run.dryRun(),
        run.parameters().path("force_overwrite").asBoolean(),
        run.parameters().path("row_limit").isInt()
            ? run.parameters().path("row_limit").intValue()
            : null,
        run.startedAt(),
        run.completedAt().orElse(null),
        run.parkedUntil().orElse(null),
        run.waitsFor().orElse(null),
        Math.max(0, Duration.between(run.startedAt(), run.completedAt().orElse(now)).toMillis()),
        Stats.of(run.counts(), run.effects()),
        run.counts().apiCalls(),
        run.howFar().orElse(null),
        run.productionPending(),
        run.children(),
        run.effects().errors(),
        run.effects().warnings(),
        run.failure().orElse(null),
        run.parameters(),
        run.errors(),
        run.report());
  }
}
