package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** What the webhook answers: exactly document 000's members when the run is over (EF-09). */
@Component
final class EliteFactorAnswers {
  private final Clock clock;

  EliteFactorAnswers(Clock clock) {
    this.clock = clock;
  }

  /** The moment a call came in: what it waits for its turn counts (EF-13). */
  Instant now() {
    return clock.instant();
  }

  /**
   * The counts of a run that ran, 202 with where to look for one that goes on.
   *
   * @throws RequestRefused 503 when the run stopped before its end; what it wrote is in step
   */
  ApiAnswer webhook(@Body Run run, @Variable("arrived") Instant arrived) {
    String url = "/api/sync/runs/" + run.id();
    if (run.outcome() == RunOutcome.RUNNING) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("run_id", run.id().toString());
      body.put("run_url", url);
      return new ApiAnswer(202, Map.of("Location", url), body);
    }
    if (run.stopReason().isPresent()) {
      throw RequestRefused.of(
          503,
          run.errorCode().orElse("INTERRUPTED"),
          "The run stopped before its end",
          run.stopReason().get() + "; call again, see " + url);
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("success", true);
    for (String count : new String[] {"updated", "notFound", "errors"}) {
      body.put(count, run.report().path(count).asInt());
    }
    body.put("duration_ms", Math.max(1, Duration.between(arrived, clock.instant()).toMillis()));
    return ApiAnswer.ok(body);
  }
}
