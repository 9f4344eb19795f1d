package io.syncline.elitefactor;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.elitefactor.*}: see {@code config/application.yaml} for units and reasons. */
@ConfigurationProperties("syncline.elitefactor")
record EliteFactorSettings(
    List<Lookup> lookups,
    int codesPerBatch,
    int lookupWorkers,
    int writers,
    int mostCodes,
    Duration queue,
    int driftsListed) {

  EliteFactorSettings {
    lookups = List.copyOf(lookups);
    if (lookups.isEmpty()) {
      throw new IllegalStateException("syncline.elitefactor.lookups must name a table");
    }
  }

  /**
   * A table of Yuhinkai that knows factors; the upstream has renamed its tables once (supabase.md
   * section 2).
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
      for (String name : List.of(table, key, factor, eliteCount, totalItems)) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
          throw new IllegalStateException("syncline.elitefactor.lookups: not a name: " + name);
        }
      }
    }

    boolean mayKnow(String code) {
      return code.startsWith(prefix);
    }
  }
}
