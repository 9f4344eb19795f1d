package io.syncline.core.run;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Has waiting runs led on at their time, by {@link RunQueue}. */
public interface RunAlarms {

  /** Has the run led on then; an alarm that cannot be set is missed later. */
  void set(UUID run, Instant when);

  /** Those of the runs that no alarm is set for whose time has come. */
  List<UUID> withoutDue(List<UUID> runs);

  /** Whether this process leads on only what itself has parked or queued. */
  boolean isOwn();
}
