package io.syncline.core.source;

import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import java.time.Duration;
import java.util.Optional;

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
final class SourceGate {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);

  private final SourceProfile source;
  private final Limiter limiter;
  private final int mostRefusals;
  private int refusals;
  private long waitEnds;
  private Optional<ActiveRun.Stop> closed = Optional.empty();

  SourceGate(SourceProfile source, Limiter limiter, int mostRefusals) {
    this.source = source;
    this.limiter = limiter;
    this.mostRefusals = mostRefusals;
  }

  /** Whether another profile of the credential allows as much. */
  boolean fits(SourceProfile other) {
    return source.perSecond() == other.perSecond()
        && source.perMinute() == other.perMinute()
        && source.manner().pacedTogether() == other.manner().pacedTogether();
  }

  /** Whether nothing would be forgotten with it. */
  synchronized boolean isIdle() {
    return refusals == 0 && limiter.isIdle();
  }

  /** Waits for a turn. */
  void enter(ActiveRun run) {
    limiter.enter(() -> check(run));
  }

  /** Whether the run goes on and the source is open. */
  synchronized void check(ActiveRun run) {
    run.checkGoingOn();
    if (closed.isPresent()) {
      throw TerminalFailure.stopped(closed.get().reason(), closed.get().words());
    }
  }

  /** The source named a time: everybody waits. */
  void pause(Duration wait) {
    limiter.pause(wait);
  }

  /**
   * The source refuses to answer for now and names no time; answers how long everybody waits.
   *
   * @param reason what the run stops for when it was the last
   */
  synchronized Duration refused(SourceCall call, ActiveRun.Stop reason) {
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

  /** An answer that is none of these. */
  synchronized void answered(SourceCall call) {
    if (refusals > 0 && call.begunAt() - waitEnds >= 0) {
      reopen();
    }
  }

  /** The next run tries again. */
  synchronized void reopen() {
    refusals = 0;
    closed = Optional.empty();
    limiter.hesitate(false);
  }
}
