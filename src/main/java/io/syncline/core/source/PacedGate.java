package io.syncline.core.source;

import io.syncline.core.error.Postponed;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Pacer.Turn;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What calls pass where the source has a pace of its own. Threads may share it.
 *
 * <ol>
 *   <li>A short wait is a thread's, a longer one puts the run off: it holds nothing meanwhile.
 *   <li>Each refusal in a row doubles the wait, whatever the source asks for, and all of them are
 *       counted in staging: a run that is put off goes on counting elsewhere.
 *   <li>After so many in a row the run stops, sooner where the source names no time; the next one
 *       begins to count anew.
 * </ol>
 */
final class PacedGate implements SourceGate {
  private static final Duration LONGEST_REST = Duration.ofMillis(200);

  private final SourceProfile source;
  private final Pacer pacer;
  private final SourceBuckets buckets;
  private final SourceSettings settings;
  private final Clock clock;
  private final Set<ActiveRun> users = ConcurrentHashMap.newKeySet();
  private volatile boolean isRefused;

  PacedGate(
      SourceProfile source,
      Pacer pacer,
      SourceBuckets buckets,
      SourceSettings settings,
      Clock clock) {
    this.source = source;
    this.pacer = pacer;
    this.buckets = buckets;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean fits(SourceProfile other) {
    return source.manner().pace().equals(other.manner().pace());
  }

  @Override
  public boolean isIdle() {
    return users.isEmpty();
  }

  @Override
  public void enter(SourceProfile caller, ActiveRun run) {
    users.add(run);
    for (Duration wait = take(caller); !wait.isZero(); wait = take(caller)) {
      if (wait.compareTo(settings.longestNap()) > 0) {
        throw putOff(wait);
      }
      rest(wait, run);
    }
  }

  private Duration take(SourceProfile caller) {
    Turn turn = pacer.take(caller);
    isRefused |= turn.refusals() > 0;
    return turn.rest();
  }

  private static void rest(Duration wait, ActiveRun run) {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
      run.checkGoingOn();
      LockSupport.parkNanos(Math.min(left, LONGEST_REST.toNanos()));
    }
  }

  @Override
  public void check(ActiveRun run) {
    run.checkGoingOn();
  }

  @Override
  public Duration pause(SourceCall call, Duration wait) {
    String words = source.name() + " refuses calls again and again; a later run goes on";
    ActiveRun.Stop stop = new ActiveRun.Stop(StopReason.SOURCE_THROTTLED, words);
    return refused(call.source(), wait, settings.stopAfterFailures(), stop);
  }

  @Override
  public Duration refused(SourceCall call, ActiveRun.Stop reason) {
    return refused(call.source(), Duration.ZERO, settings.stopAfterRefusals(), reason);
  }

  private Duration refused(SourceProfile caller, Duration asked, int most, ActiveRun.Stop reason) {
    Turn turn = buckets.refused(caller, asked);
    isRefused = true;
    pacer.refused();
    if (turn.refusals() >= most) {
      buckets.answered(caller);
      throw TerminalFailure.stopped(reason.reason(), reason.words());
    }
    if (turn.rest().compareTo(settings.longestNap()) > 0) {
      throw putOff(turn.rest());
    }
    return turn.rest();
  }

  private Postponed putOff(Duration wait) {
    return Postponed.until(
        clock.instant().plus(wait),
        StopReason.SOURCE_THROTTLED,
        "the next call to %s may go out in %s s".formatted(source.name(), wait.toSeconds() + 1));
  }

  @Override
  public void learn(SourceProfile caller, SourceAnswer answer) {
    pacer.learn(caller, answer);
  }

  @Override
  public void answered(SourceCall call) {
    if (isRefused) {
      isRefused = false;
      buckets.answered(call.source());
    }
  }

  @Override
  public void leave(ActiveRun run) {
    users.remove(run);
  }
}
