package io.syncline.core.run;

import io.syncline.core.error.StopReason;
import java.util.Map;

/**
 * The codes that a pipeline's runs fail with in place of the core's, by its word and the reason to
 * stop. A pipeline that has some tells the failure of a run apart from what went wrong with rows.
 */
public record FailureCodes(Map<String, Map<StopReason, StopReason>> byPipeline) {

  public FailureCodes {
    byPipeline = Map.copyOf(byPipeline);
  }

  Map<StopReason, StopReason> of(String pipeline) {
    return byPipeline.getOrDefault(pipeline, Map.of());
  }
}
