package io.syncline.core.run;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A look for waiting runs that are due, by a thread that leads them on. */
public interface QueueLook {

  /** The run that it is for, which is due; empty where it is for whatever is. */
  Optional<UUID> run();

  /** Whether the thread may lead another one when one is over. */
  boolean mayGoOn();

  /** Has somebody look at that time, on another thread, of whatever process. */
  void again(Instant when);
}
