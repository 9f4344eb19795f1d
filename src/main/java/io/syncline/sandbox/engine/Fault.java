package io.syncline.sandbox.engine;

import java.time.Duration;
import java.util.Set;

/**
 * An order to misbehave: on which endpoints and towards whom, how often, how many times and for how
 * long.
 *
 * @param account empty for everybody
 */
public record Fault(
    FaultKind kind,
    Set<Endpoint> endpoints,
    String account,
    double rate,
    long count,
    Duration delay) {

  public static final long UNTIL_CLEARED = Long.MAX_VALUE;

  public Fault {
    endpoints = Set.copyOf(endpoints);
  }

  boolean isLimited() {
    return count != UNTIL_CLEARED;
  }

  boolean concerns(Endpoint endpoint, String caller) {
    return endpoints.contains(endpoint) && (account.isEmpty() || account.equals(caller));
  }

  boolean replaces(Fault other) {
    return kind == other.kind && endpoints.equals(other.endpoints) && account.equals(other.account);
  }
}
