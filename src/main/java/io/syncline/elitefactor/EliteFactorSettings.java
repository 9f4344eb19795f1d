package io.syncline.elitefactor;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.elitefactor.*}: see {@code config/elitefactor.yaml} for units and reasons. */
@ConfigurationProperties("syncline.elitefactor")
record EliteFactorSettings(
    List<Lookup> lookups,
    int codesPerBatch,
    int lookupWorkers,
    int writers,
    int mostCodes,
    Duration queue,
    int driftsListed) {
  static final String LOOKUPS = "syncline.elitefactor.lookups";

  EliteFactorSettings {
    lookups = List.copyOf(lookups);
    if (lookups.isEmpty()) {
      throw new IllegalStateException(LOOKUPS + " must name a table");
    }
  }

  /**
   * A table of Yuhinkai that knows factors; the upstream has renamed its tables once
   * (yuhinkai#tables-that-know-factors).
   *
   * @param prefix what its codes begin with; empty when it may know any
   */
  record Lookup(
      String table,
      String key,
      String factor,
      String prefix,
      String eliteCount,
      String totalItems) {

    Lookup {
      prefix = prefix == null ? "" : prefix;
      for (String name : new String[] {table, key, factor, eliteCount, totalItems}) {
        if (name == null || !name.matches("[a-z_][a-z0-9_]{0,62}")) {
          throw new IllegalStateException(
              LOOKUPS
                  + ": each needs table, key, factor, elite-count and"
                  + " total-items, names of a-z, 0-9 and _; this is none: "
                  + name);
        }
      }
    }

    List<String> columns() {
      return List.of(key, factor, eliteCount, totalItems);
    }

    boolean mayKnow(String code) {
      return code.startsWith(prefix);
    }
  }
}
