package io.syncline.core.run;

import com.fasterxml.jackson.databind.JsonNode;

/** How far a run is, as its pipeline counts it. Threads may share it. */
@FunctionalInterface
public interface Progress {

  /** The run's report as it stands: what the ledger keeps and callers are shown. */
  JsonNode report();
}
