package io.syncline.core.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.error.Postponed;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.StopReason.Verdict;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Looks at a source for a caller who waits. Its calls are paced and counted as those of runs are,
 * but it is none: the ledger has no row of it, and it writes nothing. Threads may share it.
 */
@Component
public final class Looks {
  private static final Duration LATER = Duration.ofSeconds(30);
  private static final int AT_ONCE = 2; // each may hold a whole tab

  private final Admission admission;
  private final FailureCodes codes;
  private final List<AfterRun> followUps;
  private final Clock clock;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  Looks(Admission admission, FailureCodes codes, List<AfterRun> followUps, Clock clock) {
    this.admission = admission;
    this.codes = codes;
    this.followUps = followUps;
    this.clock = clock;
  }

  /**
   * What is read.
   *
   * @param longest when the caller is told that it takes too long
   * @throws RequestRefused 503 when the pipeline is off or the source cannot be read for now, 422
   *     when it cannot be read as it is configured; with the code that a run would fail with
   */
  public <T> T look(
      String pipeline, String caller, Duration longest, Function<ActiveRun, T> reading) {
    admission.admit(pipeline);
    if (!turns.tryAcquire()) {
      throw RequestRefused.later(
          "OVERLOADED", "Other callers look at sources", "Try again in a minute", LATER);
    }
    try {
      return looked(pipeline, caller, longest, reading);
    } finally {
      turns.release();
    }
  }

  /**
   * What is made of something that was read before: it calls nothing and waits for nobody.
   *
   * @throws RequestRefused as {@link #look} does
   */
  public <T> T again(String pipeline, Supplier<T> making) {
    admission.admit(pipeline);
    try {
      return making.get();
    } catch (SyncFailure failure) {
      throw refused(pipeline, failure, false);
    }
  }

  private <T> T looked(
      String pipeline, String caller, Duration longest, Function<ActiveRun, T> reading) {
    ActiveRun run =
        new ActiveRun(
            UUID.randomUUID(),
            request(pipeline, caller),
            new Fence(0, ""),
            clock.instant(),
            codes.of(pipeline));
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () ->
                run.stop(
                    StopReason.SOURCE_UNAVAILABLE, "the source took longer than a caller waits"),
            CompletableFuture.delayedExecutor(longest.toMillis(), TimeUnit.MILLISECONDS));
    try {
      return reading.apply(run);
    } catch (SyncFailure failure) {
      throw refused(pipeline, failure, end.isDone());
    } finally {
      end.cancel(false);
      followUps.forEach(followUp -> RunClosing.follow(followUp, run));
    }
  }

  private RequestRefused refused(String pipeline, SyncFailure failure, boolean isLate) {
    StopReason reason = codes.of(pipeline).getOrDefault(failure.reason(), failure.reason());
    boolean passes =
        isLate
            || failure instanceof TransientFailure
            || failure instanceof Postponed
            || failure.reason().verdict() == Verdict.PARTIAL;
    return passes
        ? RequestRefused.later(
            reason.name(), "The source cannot be read now", failure.getMessage(), LATER)
        : RequestRefused.of(422, reason.name(), "The source cannot be read", failure.getMessage());
  }

  private static RunRequest request(String pipeline, String caller) {
    return new RunRequest(
        pipeline,
        pipeline + ".look",
        Trigger.MANUAL,
        Optional.empty(),
        caller,
        JsonNodeFactory.instance.objectNode(),
        true,
        false,
        Duration.ZERO,
        Turn.NONE);
  }
}
