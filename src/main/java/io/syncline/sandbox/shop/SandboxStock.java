package io.syncline.sandbox.shop;

import io.syncline.core.run.RunRequest;
import java.util.List;
import java.util.Map;

/** What a simulated source or the shop has in a database before the first run; filled once. */
public interface SandboxStock {

  void fill();

  /** By its word the first runs of a pipeline that does nothing without being told what. */
  default Map<String, List<RunRequest>> firstRuns() {
    return Map.of();
  }
}
