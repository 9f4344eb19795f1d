package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.PipelineRuns;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Starts what the schedule would start, and does not wait for it. */
@Component
public final class StartedFromConsole implements RunButton {
  private final PipelineRuns runs;
  private final RunStarter starter;

  StartedFromConsole(PipelineRuns runs, RunStarter starter) {
    this.runs = runs;
    this.starter = starter;
  }

  @Override
  public void start(String word) {
    starter.start(
        runs.of(
            word, JsonNodeFactory.instance.objectNode(), Trigger.CONSOLE, "admin", Duration.ZERO));
  }
}
