package io.syncline.core.notice;

import io.syncline.core.run.ActiveRun;
import java.util.Map;

/** What is told of the runs of each pipeline, by its word; of others only that one went badly. */
public record Notices(Map<String, RunNotice> byPipeline) {

  public Notices {
    byPipeline = Map.copyOf(byPipeline);
  }

  RunNotice telling(ActiveRun run) {
    return byPipeline.getOrDefault(run.pipeline(), new TroubleNotice(run.pipeline()));
  }
}
