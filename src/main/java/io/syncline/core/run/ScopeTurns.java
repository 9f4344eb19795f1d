package io.syncline.core.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who waits in this process for a scope that is held. Only the first of a scope asks the ledger for
 * it; whoever its run can serve as well goes with it, all others wait without asking anybody.
 */
@Component
final class ScopeTurns {
  private final Map<String, List<Waiting>> scopes = new HashMap<>();

  /** One caller in its place. */
  static final class Waiting {
    private final RunRequest request;
    private final long until;
    private boolean taken;
    private @Nullable ActiveRun run;

    private Waiting(RunRequest request) {
      this.request = request;
      this.until = System.nanoTime() + request.turn().longest().toNanos();
    }

    boolean isLate() {
      return System.nanoTime() - until >= 0;
    }

    private long millis() {
      return Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
    }
  }

  synchronized Waiting enter(RunRequest request) {
    Waiting me = new Waiting(request);
    scopes.computeIfAbsent(request.scope(), scope -> new ArrayList<>()).add(me);
    return me;
  }

  /** Waits to be the first of its scope, or to be late; answers the run that serves it by then. */
  synchronized Optional<ActiveRun> await(Waiting me) throws InterruptedException {
    while (me.run == null && (me.taken || !isFirst(me) && !me.isLate())) {
      wait(me.taken ? 0 : me.millis());
    }
    return Optional.ofNullable(me.run);
  }

  /** The first and whoever a run with it serves too, as far as their requests fit together. */
  synchronized List<Waiting> together(Waiting first, Optional<SharedRuns> sharing) {
    List<Waiting> group = new ArrayList<>(List.of(first));
    List<RunRequest> requests = new ArrayList<>(List.of(first.request));
    first.taken = true;
    if (sharing.isPresent() && sharing.get().fits(List.of(), first.request)) {
      for (Waiting other : waiting(first)) {
        if (!other.taken && isNew(requests, other) && sharing.get().fits(requests, other.request)) {
          group.add(other);
          requests.add(other.request);
          other.taken = true;
        }
      }
    }
    return group;
  }

  /** A repeat of a request is answered as such, by what became of the first one. */
  private static boolean isNew(List<RunRequest> requests, Waiting other) {
    return other.request.slot().isEmpty()
        || requests.stream().noneMatch(it -> it.slot().equals(other.request.slot()));
  }

  /** They were opened a run, or with none have to go on waiting. */
  synchronized void settle(List<Waiting> group, Optional<ActiveRun> run) {
    for (Waiting one : group) {
      one.taken = false;
      run.ifPresent(
          it -> {
            one.run = it;
            remove(one);
          });
    }
    notifyAll();
  }

  synchronized void leave(Waiting me) {
    remove(me);
    notifyAll();
  }

  static List<RunRequest> requests(List<Waiting> group) {
    return group.stream().map(one -> one.request).toList();
  }

  private boolean isFirst(Waiting me) {
    return waiting(me).indexOf(me) == 0;
  }

  private List<Waiting> waiting(Waiting one) {
    return scopes.getOrDefault(one.request.scope(), List.of());
  }

  private void remove(Waiting one) {
    scopes.computeIfPresent(
        one.request.scope(),
        (scope, waiting) -> {
          waiting.remove(one);
          return waiting.isEmpty() ? null : waiting;
        });
  }
}
