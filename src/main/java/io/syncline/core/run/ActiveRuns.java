package io.syncline.core.run;

import io.syncline.core.error.StopReason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The runs of this process. Threads may share it. */
@Component
public final class ActiveRuns {
  private final Map<UUID, ActiveRun> runs = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  void add(ActiveRun run) {
    runs.put(run.id(), run);
    if (stopping) {
      interrupt(run);
    }
  }

  /** Whether the service is being stopped and no run begins any more. */
  boolean isStopping() {
    return stopping;
  }

  void allow() {
    stopping = false;
  }

  /** Asks all runs to stop, those that are just being opened included. */
  void stopAll() {
    stopping = true;
    all().forEach(ActiveRuns::interrupt);
  }

  private static void interrupt(ActiveRun run) {
    if (!run.memory().isAtEnd()) { // it ends in a moment, and as its children did
      run.stop(StopReason.INTERRUPTED, "the service was stopped");
    }
  }

  void remove(ActiveRun run) {
    runs.remove(run.id(), run); // it may have been taken over here again
    run.closed().countDown();
  }

  public Optional<ActiveRun> find(UUID id) {
    return Optional.ofNullable(runs.get(id));
  }

  public Collection<ActiveRun> all() {
    return List.copyOf(runs.values());
  }
}
