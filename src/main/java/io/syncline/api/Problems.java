package io.syncline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.error.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.stereotype.Component;

/**
 * Problems as responses (RFC 9457). A problem with a member {@code retry_after_seconds} also
 * carries a {@code Retry-After} header. Threads may share it.
 */
@Component
public final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private final ObjectMapper json;

  public Problems(ObjectMapper json) {
    this.json = json;
  }

  /** Answers with the problem, unless an answer is already on its way. */
  public void send(HttpServletResponse response, Problem problem) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    byte[] body = json(problem);
    response.setStatus(problem.status());
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    problem.retryAfter().ifPresent(it -> response.setHeader("Retry-After", it));
    response.getOutputStream().write(body);
  }

  byte[] json(Problem problem) {
    try {
      return json.writeValueAsBytes(problem.members());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
