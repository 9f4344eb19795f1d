package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.Strike;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * The foreign host where results of bulk operations lie: it takes a signature and refuses who shows
 * a shop's token to it.
 */
final class ShopifyFiles {
  /** Two gigabytes. */
  private static final long HUGE = 2L * 1024 * 1024 * 1024;

  private final BulkOperations bulk;
  private final FaultBoard faults;

  ShopifyFiles(BulkOperations bulk, FaultBoard faults) {
    this.bulk = bulk;
    this.faults = faults;
  }

  /** What stands in the way of the file, or nothing and {@link #send} sends it. */
  Optional<Reply> refusal(String number, String token, String signature, Strike strike) {
    if (!token.isEmpty()) {
      return xml(400, "InvalidRequest");
    }
    if (strike.has(FaultKind.REDIRECT)) {
      return Optional.of(
          Reply.of(302, "text/plain", "").with(Map.of("Location", "http://169.254.169.254/")));
    }
    if (strike.has(FaultKind.HTTP_500) || strike.has(FaultKind.HTTP_503)) {
      return xml(strike.has(FaultKind.HTTP_500) ? 500 : 503, "InternalError");
    }
    boolean isDead =
        !signature.equals("/sandbox=")
            || strike.has(FaultKind.HTTP_403)
            || strike.has(FaultKind.HTTP_404)
            || bulk.file(number).isEmpty();
    return isDead
        ? xml(strike.has(FaultKind.HTTP_404) ? 404 : 403, "AccessDenied")
        : Optional.empty();
  }

  Strike strike(String number) {
    return faults.strike(Endpoint.BULK_FILES, number);
  }

  void send(String number, Strike strike, HttpServletResponse response) throws IOException {
    BulkFile file = bulk.file(number).orElseThrow();
    response.setContentType("application/jsonl");
    if (strike.has(FaultKind.HUGE_FILE)) {
      sendOver(file, HUGE, response.getOutputStream());
      return;
    }
    response.setContentLengthLong(file.bytes());
    if (strike.has(FaultKind.TRUNCATED)) {
      try (InputStream in = Files.newInputStream(file.path())) {
        response.getOutputStream().write(in.readNBytes((int) (file.bytes() / 2)));
      }
    } else {
      Files.copy(file.path(), response.getOutputStream());
    }
  }

  private static void sendOver(BulkFile file, long least, OutputStream out) throws IOException {
    for (long sent = 0; sent < least; sent += file.bytes()) {
      Files.copy(file.path(), out);
    }
  }

  private static Optional<Reply> xml(int status, String code) {
    return Optional.of(
        Reply.of(status, "application/xml", "<Error><Code>" + code + "</Code></Error>"));
  }
}
