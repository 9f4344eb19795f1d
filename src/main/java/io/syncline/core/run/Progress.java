package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;

/** How far a run is, as its pipeline counts it. Threads may share it. */
@FunctionalInterface
public interface Progress {

  /** The run's report as it stands: what the ledger keeps and callers are shown. */
  JsonNode report();

  /** How many of the things it counts by, such as products, it has come to. */
  default long reached() {
    return 0;
  }

  /** How many of them there are; 0 while nobody knows. */
  default long total() {
    return 0;
  }
}
