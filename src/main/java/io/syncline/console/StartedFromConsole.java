package io.syncline.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Starts what the schedule would start, and does not wait for it. */
@Component
public final class StartedFromConsole implements RunButton {
  private final Pipelines pipelines;
  private final RunStarter starter;

  StartedFromConsole(Pipelines pipelines, RunStarter starter) {
    this.pipelines = pipelines;
    this.starter = starter;
  }

  @Override
  public void start(String word) {
    starter.start(
        pipelines.ask(
            word, JsonNodeFactory.instance.objectNode(), Trigger.MANUAL, "admin", Duration.ZERO));
  }
}
