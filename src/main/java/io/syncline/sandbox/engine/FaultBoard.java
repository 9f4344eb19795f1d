package io.syncline.sandbox.engine;

import java.util.ArrayList;
import java.util.List;

/** The faults switched on at the moment; threads may share it. */
public final class FaultBoard {

  private final List<ActiveFault> active = new ArrayList<>();

  public synchronized Fields add(Fault fault) {
    active.removeIf(other -> fault.replaces(other.fault));
    ActiveFault added = new ActiveFault(fault);
    active.add(added);
    return added.describe();
  }

  synchronized List<Fields> list() {
    return active.stream().map(ActiveFault::describe).toList();
  }

  synchronized void clear() {
    active.clear();
  }

  public Strike strike(Endpoint endpoint) {
    return strike(endpoint, "");
  }

  /** The faults of a request by an account, which may have some of its own. */
  public synchronized Strike strike(Endpoint endpoint, String account) {
    List<Fault> hits =
        active.stream()
            .filter(candidate -> candidate.fault.concerns(endpoint, account))
            .filter(ActiveFault::hitsNext)
            .map(candidate -> candidate.fault)
            .toList();
    active.removeIf(ActiveFault::isUsedUp);
    return new Strike(hits);
  }

  private static final class ActiveFault {

    private final Fault fault;
    private long seen;
    private long hits;

    private ActiveFault(Fault fault) {
      this.fault = fault;
    }

    // Whole steps of seen * rate give the exact share in the same places every time.
    private boolean hitsNext() {
      boolean hit = Math.floor((seen + 1) * fault.rate()) > Math.floor(seen * fault.rate());
      seen++;
      hits += hit ? 1 : 0;
      return hit;
    }

    private boolean isUsedUp() {
      return hits >= fault.count();
    }

    private Fields describe() {
      Fields view =
          new Fields()
              .with("source", fault.endpoints().iterator().next().vendor().word())
              .with("kind", fault.kind().name())
              .with("endpoints", fault.endpoints().stream().map(Endpoint::word).sorted().toList())
              .with("rate", fault.rate())
              .with("delay_ms", fault.delay().toMillis())
              .with("hits", hits);
      if (!fault.account().isEmpty()) {
        view.with("account", fault.account());
      }
      return fault.isLimited() ? view.with("remaining", fault.count() - hits) : view;
    }
  }
}
