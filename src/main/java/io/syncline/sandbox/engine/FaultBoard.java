package io.syncline.sandbox.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The faults switched on at the moment; threads may share it. */
public final class FaultBoard {

  private final List<ActiveFault> active = new ArrayList<>();

  public synchronized Map<String, Object> add(Fault fault) {
    active.removeIf(other -> fault.replaces(other.fault));
    ActiveFault added = new ActiveFault(fault);
    active.add(added);
    return added.describe();
  }

  synchronized List<Map<String, Object>> list() {
    return active.stream().map(ActiveFault::describe).toList();
  }

  synchronized void clear() {
    active.clear();
  }

  public synchronized Strike strike(Endpoint endpoint) {
    List<Fault> hits =
        active.stream()
            .filter(candidate -> candidate.fault.endpoints().contains(endpoint))
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

    private Map<String, Object> describe() {
      Map<String, Object> view =
          SandboxJson.fields(
              "source", fault.endpoints().iterator().next().vendor().word(),
              "kind", fault.kind().name(),
              "endpoints", fault.endpoints().stream().map(Endpoint::word).sorted().toList(),
              "rate", fault.rate(),
              "delay_ms", fault.delay().toMillis(),
              "hits", hits);
      if (fault.isLimited()) {
        view.put("remaining", fault.count() - hits);
      }
      return view;
    }
  }
}
