package io.syncline.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;

/** What each pipeline offers so that a run of it can be asked for without knowing it. */
public interface PipelineRequest {

  /**
   * The request that a JSON object of parameters stands for; an empty one stands for what the
   * schedule does.
   *
   * @throws io.syncline.core.error.RequestRefused 400 for a parameter that is not allowed
   */
  RunRequest of(JsonNode parameters, Trigger trigger, String caller, Duration wait);
}
