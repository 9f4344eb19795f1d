package io.syncline.core.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Runs without a ledger, for tests of what reads a run. */
public final class RunFixture {
  private static final UUID ID = UUID.fromString("1f3c0000-0000-4000-8000-000000000001");

  private RunFixture() {}

  /** A run of that pipeline with these parameters, in pairs of name and value. */
  public static ActiveRun started(String pipeline, Instant at, String... parameters) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < parameters.length; i += 2) {
      json.put(parameters[i], parameters[i + 1]);
    }
    RunRequest request =
        new RunRequest(
            pipeline,
            pipeline,
            Trigger.MANUAL,
            Optional.empty(),
            "test",
            json,
            false,
            false,
            Duration.ZERO,
            RunRequest.Turn.NONE);
    return new ActiveRun(ID, request, new Fence(1, "test"), at, java.util.Map.of());
  }

  /** Makes it a run of that process. */
  public static void isLedBy(ActiveRuns runs, ActiveRun run) {
    runs.add(run);
  }

  public static void end(ActiveRun run, RunOutcome outcome) {
    run.ending(outcome);
  }
}
