package io.syncline.core.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Waits of a run for somebody outside; its stop ends them. Threads may share it. */
public final class Waits {
  private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  Waits() {}

  /** A wait begins; what ends it is called when the run is asked to stop. */
  public void begin(Runnable end) {
    ends.add(end);
    if (over) {
      end.run();
    }
  }

  public void end(Runnable end) {
    ends.remove(end);
  }

  void endAll() {
    over = true;
    ends.forEach(Runnable::run);
  }
}
