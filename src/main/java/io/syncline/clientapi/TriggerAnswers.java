package io.syncline.clientapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.run.Run;
import java.util.List;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** What a call of {@code trigger-api-sync} is answered: which runs were started, which were not. */
@Component
final class TriggerAnswers {
  private static final List<String> LISTS =
      List.of(DueProgress.STARTED, DueProgress.RUNNING, DueProgress.SKIPPED);

  /** 200 once all of them have ended, 202 with where to look while they go on. */
  ApiAnswer answered(@Body Run run) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("run_id", run.id().toString());
    body.put("run_url", ApiAnswer.url(run.id()));
    body.put("outcome", run.outcome().word());
    LISTS.forEach(
        list ->
            body.set(
                list,
                run.report().has(list)
                    ? run.report().get(list)
                    : JsonNodeFactory.instance.arrayNode()));
    return ApiAnswer.of(run, body);
  }
}
