package io.syncline.sandbox.engine;

import java.time.Duration;
import java.util.Set;

/** An order to misbehave: on which endpoints, how often, how many times and for how long. */
public record Fault(
    FaultKind kind, Set<Endpoint> endpoints, double rate, long count, Duration delay) {

  public static final long UNTIL_CLEARED = Long.MAX_VALUE;

  public Fault {
    endpoints = Set.copyOf(endpoints);
  }

  boolean isLimited() {
    return count != UNTIL_CLEARED;
  }

  boolean replaces(Fault other) {
    return kind == other.kind && endpoints.equals(other.endpoints);
  }
}
