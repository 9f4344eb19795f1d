package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One execution of a pipeline as the ledger ({@code sync_runs}) has it.
 *
 * @param parkedUntil when it goes on, while it waits
 * @param waitsFor what its source put it off for
 */
public record Run(
    UUID id,
    Optional<UUID> parent,
    String pipeline,
    String scope,
    String trigger,
    Optional<String> triggeredBy,
    RunOutcome outcome,
    boolean dryRun,
    Instant startedAt,
    Optional<Instant> completedAt,
    Optional<Instant> parkedUntil,
    Optional<String> waitsFor,
    RunCounts counts,
    RunEffects effects,
    Optional<HowFar> howFar,
    long productionPending,
    JsonNode children,
    Optional<Failure> failure,
    JsonNode parameters,
    JsonNode errors,
    JsonNode report) {

  /** The same run with another report. */
  Run reporting(JsonNode other) {
    return new Run(
        id,
        parent,
        pipeline,
        scope,
        trigger,
        triggeredBy,
        outcome,
        dryRun,
        startedAt,
        completedAt,
        parkedUntil,
        waitsFor,
        counts,
        effects,
        howFar,
        productionPending,
        children,
        failure,
        parameters,
        errors,
        other);
  }

  public RunStatus status() {
    return outcome.status();
  }
}
