package io.syncline.core.run;

import java.util.Map;
import java.util.Optional;

/** How each pipeline's requests share a run, by its word; most pipelines' do not. */
public record Sharing(Map<String, SharedRuns> byPipeline) {

  public Sharing {
    byPipeline = Map.copyOf(byPipeline);
  }

  Optional<SharedRuns> of(RunRequest request) {
    return Optional.ofNullable(byPipeline.get(request.pipeline()));
  }
}
