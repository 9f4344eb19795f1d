package io.syncline.core.run;

import io.syncline.core.database.Databases;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.support.TestPipeline;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Runs that a test leads by itself. */
public final class Runs {
  private Runs() {}

  /** A run as its starter would open it, in a scope of its own, known to this process. */
  public static ActiveRun open(RunLedger ledger) {
    return open(ledger, UUID.randomUUID().toString(), false);
  }

  /** What the ledger of these databases has. */
  public static RunHistory history(Databases databases) {
    return new RunHistory(databases);
  }

  public static ActiveRun rehearse(RunLedger ledger) {
    return open(ledger, UUID.randomUUID().toString(), true);
  }

  public static ActiveRun open(RunLedger ledger, String scope, boolean dryRun) {
    return ledger
        .open(TestPipeline.request(scope, Trigger.MANUAL, Optional.empty(), dryRun, Duration.ZERO))
        .run()
        .orElseThrow();
  }

  /** The run as it is once it was closed. */
  public static ActiveRun ended(ActiveRun run, RunOutcome outcome) {
    run.ending(outcome);
    return run;
  }
}
