package io.syncline.api;

import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** What Tomcat itself refuses, such as a path that is none, is a problem like any other refusal. */
final class ProblemReport extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemReport.class);

  private final Problems problems;

  ProblemReport(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    Optional<HttpStatus> status = Optional.ofNullable(HttpStatus.resolve(response.getStatus()));
    if (status.filter(HttpStatus::isError).isEmpty()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    try {
      problems.send(response, ErrorPages.problem(status.get()));
      response.finishResponse();
    } catch (IOException e) {
      LOG.debug("caller left before its refusal status={}", response.getStatus());
    }
  }
}
