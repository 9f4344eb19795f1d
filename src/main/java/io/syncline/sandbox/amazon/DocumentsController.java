package io.syncline.sandbox.amazon;

import io.syncline.sandbox.amazon.SpReports.Report;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.HttpBody;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.Strike;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The foreign host where reports lie: it takes a signature and refuses who shows a seller's token
 * to it.
 */
@RestController
@Profile("sandbox")
final class DocumentsController {
  private static final String STORAGE = "(storage)";

  private final SpReports reports;
  private final FaultBoard faults;
  private final CountedDoor door;

  DocumentsController(SpReports reports, FaultBoard faults, CountedDoor door) {
    this.reports = reports;
    this.faults = faults;
    this.door = door;
  }

  @GetMapping("/sandbox/amazon/documents/{id}")
  void document(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Strike strike = faults.strike(Endpoint.DOCUMENTS);
    Optional<Report> report =
        reports.file(id, parameter(request, "X-Amz-Date"), parameter(request, "X-Amz-Signature"));
    boolean showsToken = !HttpBody.header(request, "x-amz-access-token").isEmpty();
    if (showsToken || report.isEmpty() || strike.has(FaultKind.DEAD_URL)) {
      Reply refusal =
          Reply.of(
              showsToken ? 400 : 403,
              "application/xml",
              "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
      door.serve(Endpoint.DOCUMENTS, STORAGE, () -> refusal, response);
    } else {
      door.count(Endpoint.DOCUMENTS, STORAGE, 200, () -> send(report.get(), strike, response));
    }
  }

  private static String parameter(HttpServletRequest request, String name) {
    return Objects.requireNonNullElse(request.getParameter(name), "");
  }

  private static void send(Report report, Strike strike, HttpServletResponse response)
      throws IOException {
    byte[] bytes = ReportFile.of(report, strike);
    response.setHeader(
        "Content-Type",
        strike.has(FaultKind.NO_CHARSET)
            ? "application/octet-stream"
            : "text/plain;charset=" + ReportFile.charset(report).name());
    response.setContentLength(bytes.length);
    int part = strike.has(FaultKind.TRUNCATED) ? bytes.length / 2 : bytes.length;
    response.getOutputStream().write(bytes, 0, part);
  }
}
