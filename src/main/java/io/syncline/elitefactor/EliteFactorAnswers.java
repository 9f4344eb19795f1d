package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.run.Figure;
import io.syncline.core.run.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the webhook answers: exactly document 000's members when the run is over (EF-09). */
@Component
record EliteFactorAnswers(Clock clock) {
  private static final List<Figure> TOLD =
      List.of(FactorProgress.UPDATED, FactorProgress.NOT_FOUND, FactorProgress.ERRORS);

  /**
   * The counts of a run that ran; what the call waited for its turn counts (EF-13).
   *
   * @throws RequestRefused 503 when the run stopped before its end; what it wrote is in step
   */
  ObjectNode webhook(Run run, Instant arrived) {
    if (run.failure().isPresent()) {
      throw RequestRefused.of(
          503,
          run.failure().get().code(),
          "The run stopped before its end",
          run.failure().get().message() + "; call again, see " + ApiAnswer.url(run.id()));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("success", true);
    TOLD.forEach(figure -> figure.copy(run.report(), body));
    body.put("duration_ms", Math.max(1, Duration.between(arrived, clock.instant()).toMillis()));
    return body;
  }
}
