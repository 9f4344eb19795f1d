package io.syncline.console;

import io.syncline.core.run.Failure;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import java.time.Duration;
import java.time.Instant;

/** A run as the console shows it. */
record RunView(
    String id,
    String pipeline,
    String scope,
    String trigger,
    String state,
    String label,
    TimeView started,
    String duration,
    String counts,
    long pending,
    String reason) {

  static RunView of(Run run, Instant now) {
    return new RunView(
        run.id().toString(),
        run.pipeline(),
        run.scope(),
        run.trigger(),
        run.outcome() == RunOutcome.COMPLETED ? "ok" : run.outcome().word(),
        (run.outcome() == RunOutcome.COMPLETED ? "ok" : run.outcome().word())
            + (run.dryRun() ? ", dry run" : ""),
        TimeView.of(run.startedAt(), now),
        Words.length(Duration.between(run.startedAt(), run.completedAt().orElse(now))),
        Words.counts(run),
        run.productionPending(),
        run.failure().map(Failure::message).orElse(""));
  }
}
