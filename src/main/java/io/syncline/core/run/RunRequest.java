package io.syncline.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a trigger asks for.
 *
 * @param scope what at most one run at a time may work on, in the whole cluster
 * @param slot the trigger's identity: a schedule's slot or an {@code Idempotency-Key}; the same one
 *     starts a run once
 * @param patience how long the caller waits for the end of the run; zero for not at all
 * @param queue how long the request waits for a scope that is held; zero for a refusal at once
 */
public record RunRequest(
    String pipeline,
    String scope,
    Trigger trigger,
    Optional<String> slot,
    String caller,
    ObjectNode parameters,
    boolean dryRun,
    boolean debug,
    Duration patience,
    Duration queue) {

  /** A request that is refused while its scope is held. */
  public RunRequest(
      String pipeline,
      String scope,
      Trigger trigger,
      Optional<String> slot,
      String caller,
      ObjectNode parameters,
      boolean dryRun,
      boolean debug,
      Duration patience) {
    this(
        pipeline, scope, trigger, slot, caller, parameters, dryRun, debug, patience, Duration.ZERO);
  }

  /** The same request, which waits so long for the run that holds its scope. */
  public RunRequest queueing(Duration longest) {
    return new RunRequest(
        pipeline, scope, trigger, slot, caller, parameters, dryRun, debug, patience, longest);
  }

  /** The same request with another identity. */
  public RunRequest inSlot(Optional<String> other) {
    return new RunRequest(
        pipeline, scope, trigger, other, caller, parameters, dryRun, debug, patience, queue);
  }

  /** What started a run. */
  public enum Trigger {
    SCHEDULE,
    REQUEST,
    COMMAND,
    CONSOLE,
    REPLAY;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
