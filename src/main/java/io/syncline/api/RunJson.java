package io.syncline.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run as the API shows it. The duration of a running one is the time it has taken so far. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RunJson(
    UUID id,
    String pipeline,
    String scope,
    String trigger,
    String status,
    String outcome,
    @JsonProperty("is_dry_run") boolean dryRun,
    Instant startedAt,
    @Nullable Instant completedAt,
    long durationMs,
    Stats stats,
    long apiCalls,
    long productionPending,
    @Nullable String errorCode,
    @Nullable String stopReason,
    JsonNode parameters,
    JsonNode errors,
    JsonNode report) {

  /** The counts, by the names of document 001. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Stats(
      long rowsProcessed, long rowsCreated, long rowsUpdated, long rowsSkipped, long rowsFailed) {

    static Stats of(RunCounts counts) {
      return new Stats(
          counts.processed(),
          counts.created(),
          counts.updated(),
          counts.skipped(),
          counts.failed());
    }
  }

  static RunJson of(Run run, Instant now) {
    return new RunJson(
        run.id(),
        run.pipeline(),
        run.scope(),
        run.trigger(),
        run.status().word(),
        run.outcome().word(),
        run.dryRun(),
        run.startedAt(),
        run.completedAt().orElse(null),
        Math.max(0, Duration.between(run.startedAt(), run.completedAt().orElse(now)).toMillis()),
        Stats.of(run.counts()),
        run.counts().apiCalls(),
        run.productionPending(),
        run.errorCode().orElse(null),
        run.stopReason().orElse(null),
        run.parameters(),
        run.errors(),
        run.report());
  }
}
