package io.syncline.core.run;

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

  void add(ActiveRun run) {
    runs.put(run.id(), run);
  }

  void remove(ActiveRun run) {
    runs.remove(run.id());
    run.closed().countDown();
  }

  public Optional<ActiveRun> find(UUID id) {
    return Optional.ofNullable(runs.get(id));
  }

  public Collection<ActiveRun> all() {
    return List.copyOf(runs.values());
  }
}
