package io.syncline.core.source;

import java.time.Duration;

/** How often calls with one credential may go out. Threads may share it. */
interface Limiter {

  /** Waits for a turn; ends early with what the check throws now and then. */
  void enter(Runnable check);

  /** The source told everybody to wait. */
  void pause(Duration wait);

  /** Whether one call a second is enough until the source is known to answer again. */
  void hesitate(boolean now);

  /** Whether a new one would do the same. */
  boolean isIdle();
}
