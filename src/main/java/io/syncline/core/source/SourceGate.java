package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;
import java.time.Duration;

/** What calls with one credential pass, or those of one operation. Threads may share it. */
interface SourceGate {

  /** Whether another profile of the credential allows as much. */
  boolean fits(SourceProfile other);

  /** Whether nothing would be forgotten with it. */
  boolean isIdle();

  /** Waits for a turn. */
  void enter(SourceProfile source, ActiveRun run);

  /** Whether the run goes on and the source is open. */
  void check(ActiveRun run);

  /** The source named a time: everybody waits, perhaps longer than it asked for. */
  Duration pause(SourceCall call, Duration wait);

  /**
   * The source refuses to answer for now and names no time; answers how long everybody waits.
   *
   * @param reason what the run stops for when it was the last
   */
  Duration refused(SourceCall call, ActiveRun.Stop reason);

  /** What an answer tells of the pace. */
  void learn(SourceProfile source, SourceAnswer answer);

  /** An answer that is no refusal. */
  void answered(SourceCall call);

  /** A run is over: what it was closed for is tried again by the next one. */
  void leave(ActiveRun run);
}
