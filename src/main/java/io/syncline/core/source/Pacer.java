package io.syncline.core.source;

import java.time.Duration;

/** Says how long before a call may go out, and learns it from answers. Threads may share it. */
interface Pacer {

  /** Takes a turn; one that is not zero is no turn, but how long it is worth waiting for one. */
  Turn take(SourceProfile source);

  /** The source refused a call: what was reckoned with before is wrong. */
  void refused();

  void learn(SourceProfile source, SourceAnswer answer);

  /**
   * What comes of asking for a turn.
   *
   * @param refusals how many calls in a row were too many for the source
   */
  record Turn(Duration rest, int refusals) {}
}
