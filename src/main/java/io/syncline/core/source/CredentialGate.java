package io.syncline.core.source;

import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the calls with one credential pass. Threads may share it.
 *
 * <ol>
 *   <li>A refusal that names no time makes everybody wait, each time twice as long; then one call a
 *       second goes out until one is answered otherwise.
 *   <li>Refusals of calls that were under way when it began belong to the same wait.
 *   <li>After so many in a row the source is closed for the run: each of many workers would only be
 *       told the same.
 * </ol>
 */
final class CredentialGate implements SourceGate {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  private final SourceProfile source;
  private final Limiter limiter;
  private final int mostRefusals;
  private int refusals;
  private long waitEnds;
  private final Set<ActiveRun> users = ConcurrentHashMap.newKeySet();
  private Optional<ActiveRun.Stop> closed = Optional.empty();

  CredentialGate(SourceProfile source, Limiter limiter, int mostRefusals) {
    this.source = source;
    this.limiter = limiter;
    this.mostRefusals = mostRefusals;
  }

  @Override
  public boolean fits(SourceProfile other) {
    return source.perSecond() == other.perSecond()
        && source.perMinute() == other.perMinute()
        && source.manner().pacedTogether() == other.manner().pacedTogether()
        && other.manner().pace().isEmpty();
  }

  @Override
  public synchronized boolean isIdle() {
    return refusals == 0 && limiter.isIdle();
  }

  @Override
  public void enter(SourceProfile caller, ActiveRun run) {
    users.add(run);
    limiter.enter(() -> check(run));
  }

  @Override
  public synchronized void check(ActiveRun run) {
    run.checkGoingOn();
    if (closed.isPresent()) {
      throw TerminalFailure.stopped(closed.get().reason(), closed.get().words());
    }
  }

  @Override
  public Duration pause(SourceCall call, Duration wait) {
    limiter.pause(wait);
    return wait;
  }

  @Override
  public synchronized Duration refused(SourceCall call, ActiveRun.Stop reason) {
    if (call.begunAt() - waitEnds >= 0 || refusals == 0) {
      Duration wait = FIRST_WAIT.multipliedBy(1L << refusals++);
      waitEnds = System.nanoTime() + wait.toNanos();
      limiter.hesitate(true);
      limiter.pause(wait);
    }
    if (refusals >= mostRefusals) {
      closed = Optional.of(reason);
      check(call.run());
    }
    return Duration.ofNanos(Math.max(0, waitEnds - System.nanoTime()));
  }

  /** So many in a second and a minute are no matter of answers. */
  @Override
  public void learn(SourceProfile caller, SourceAnswer answer) {}

  @Override
  public synchronized void answered(SourceCall call) {
    if (refusals > 0 && call.begunAt() - waitEnds >= 0) {
      reopen();
    }
  }

  @Override
  public void leave(ActiveRun run) {
    if (users.remove(run)) {
      reopen();
    }
  }

  private synchronized void reopen() {
    refusals = 0;
    closed = Optional.empty();
    limiter.hesitate(false);
  }
}
