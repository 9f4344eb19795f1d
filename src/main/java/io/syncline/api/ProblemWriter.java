package io.syncline.api;

import io.syncline.core.database.DatabaseFaults;
import io.syncline.core.error.Problem;
import io.syncline.core.error.RequestRefused;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Turns whatever ended a request into a problem+json answer. A refusal says why, a database that is
 * away is to be waited for; anything else says only an error id, under which the log has the
 * exception.
 */
@Component
final class ProblemWriter {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Problems problems;
  private final Audits audits;

  ProblemWriter(Problems problems, Audits audits) {
    this.problems = problems;
    this.audits = audits;
  }

  void write(Exchange exchange) {
    Throwable failure = exchange.getException();
    if (failure == null) {
      failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }
    exchange.setException(null);
    Problem problem = problemOf(failure);
    audits.end(exchange, problem.status());
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
    message.setHeader(Exchange.CONTENT_TYPE, Problems.MEDIA_TYPE);
    problem.retryAfter().ifPresent(it -> message.setHeader("Retry-After", it));
    message.setBody(problems.json(problem));
  }

  private static Problem problemOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestRefused refused) {
        return refused.problem();
      }
    }
    if (DatabaseFaults.isAway(failure)) { // requests use staging only: production is a run's affair
      LOG.warn("request failed cause={}", DatabaseFaults.of("staging", failure));
      return DatabaseFaults.unavailable(failure, "Try again later", SOON).problem();
    }
    String errorId = UUID.randomUUID().toString();
    LOG.error("request failed errorId={}", errorId, failure);
    return new Problem(
        500,
        "INTERNAL",
        "Internal error",
        "The request failed; the log has the reason under this error id",
        Map.of("error_id", errorId));
  }
}
