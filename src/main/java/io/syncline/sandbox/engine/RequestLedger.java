package io.syncline.sandbox.engine;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what reached the simulators; threads may share it. */
public final class RequestLedger {
  /** The endpoint of each vendor that a pipeline calls from several workers. */
  private static final Map<Vendor, Endpoint> PARALLEL =
      Map.of(Vendor.JUNGLESCOUT, Endpoint.SALES, Vendor.STOCKX, Endpoint.MARKET);

  private final Map<Endpoint, Integer> byEndpoint = new EnumMap<>(Endpoint.class);
  private final Map<Vendor, Map<String, Integer>> byStatus = new EnumMap<>(Vendor.class);
  private final Map<Vendor, Map<String, Map<String, Integer>>> byAccount =
      new EnumMap<>(Vendor.class);
  private final Map<Endpoint, Integer> open = new EnumMap<>(Endpoint.class);
  private final Map<Endpoint, Integer> mostOpen = new EnumMap<>(Endpoint.class);

  synchronized void opened(Endpoint endpoint, String account) {
    byEndpoint.merge(endpoint, 1, Integer::sum);
    byAccount
        .computeIfAbsent(endpoint.vendor(), vendor -> new TreeMap<>())
        .computeIfAbsent(account, name -> new TreeMap<>())
        .merge(endpoint.word(), 1, Integer::sum);
    mostOpen.merge(endpoint, open.merge(endpoint, 1, Integer::sum), Math::max);
  }

  synchronized void answered(Endpoint endpoint, int status) {
    byStatus
        .computeIfAbsent(endpoint.vendor(), vendor -> new TreeMap<>())
        .merge(String.valueOf(status), 1, Integer::sum);
  }

  synchronized void closed(Endpoint endpoint) {
    open.merge(endpoint, -1, Integer::sum);
  }

  /** Requests still open stay open: the next high-water mark starts from them. */
  synchronized void reset() {
    byEndpoint.clear();
    byStatus.clear();
    byAccount.clear();
    mostOpen.clear();
    mostOpen.putAll(open);
  }

  synchronized Map<String, Object> snapshot() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Vendor vendor : Vendor.values()) {
      all.put(vendor.word(), counts(vendor));
    }
    return all;
  }

  private Map<String, Object> counts(Vendor vendor) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("total", Endpoint.of(vendor).stream().mapToInt(this::count).sum());
    Endpoint.of(vendor).forEach(endpoint -> counts.put(endpoint.word(), count(endpoint)));
    counts.put("by_status", new TreeMap<>(byStatus.getOrDefault(vendor, Map.of())));
    Map<String, Object> accounts = new TreeMap<>();
    byAccount
        .getOrDefault(vendor, Map.of())
        .forEach((account, endpoints) -> accounts.put(account, new TreeMap<>(endpoints)));
    counts.put("by_account", accounts);
    Optional.ofNullable(PARALLEL.get(vendor))
        .ifPresent(
            endpoint ->
                counts.put(
                    "max_concurrent_" + endpoint.word().split("[_-]")[0],
                    mostOpen.getOrDefault(endpoint, 0)));
    return counts;
  }

  private int count(Endpoint endpoint) {
    return byEndpoint.getOrDefault(endpoint, 0);
  }
}
