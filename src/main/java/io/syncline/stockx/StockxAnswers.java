package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.Figure;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the cron endpoint answers: exactly document 002's members when the run is over (SX-12). */
@Component
final class StockxAnswers {
  private static final List<Figure> TOLD =
      List.of(
          PriceProgress.PROCESSED,
          PriceProgress.SUCCEEDED,
          PriceProgress.FAILED,
          PriceProgress.SNAPSHOTS);

  private final Clock clock;

  StockxAnswers(Clock clock) {
    this.clock = clock;
  }

  ObjectNode cron(Run run, Instant arrived) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    JsonNode report = run.report();
    boolean ran = run.outcome() != RunOutcome.FAILED && run.outcome() != RunOutcome.CANCELLED;
    body.put("success", ran);
    TOLD.forEach(figure -> figure.copy(report, body));
    Instant end = run.completedAt().orElseGet(clock::instant);
    body.put("duration", Math.max(1, Duration.between(run.startedAt(), end).toMillis()));
    ArrayNode results = body.putArray("results");
    report.path(PriceProgress.RESULTS).forEach(results::add);
    return body;
  }
}
