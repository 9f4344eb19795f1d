package io.syncline.clientapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.schedule.ScheduleTick;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Tries after failures and hints do not wait for the hour: when one is due, a tick of its own finds
 * it as the hourly one would. One instance starts it, whichever looks first within a minute.
 */
@Component
record DueLook(Accounts accounts, Pipelines pipelines) {

  /** The tick; none while nothing is due. */
  List<ScheduleTick> starting() {
    if (!accounts.isAnyEarly()) {
      return List.of();
    }
    String minute = accounts.now().truncatedTo(ChronoUnit.MINUTES).toString();
    RunRequest request =
        pipelines
            .ask(
                ClientApi.WORD,
                JsonNodeFactory.instance.objectNode(),
                Trigger.SCHEDULE,
                "schedule",
                Duration.ZERO)
            .ofSchedule(ClientApi.WORD + "|due|" + minute);
    return List.of(ScheduleTick.beside(ClientApi.WORD, request));
  }
}
