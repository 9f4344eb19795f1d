package io.syncline.sandbox.engine;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/** Counts a request and sends its answer, slowly where a fault says so. */
public final class CountedDoor {

  private static final int DRIPS = 20;

  private final RequestLedger ledger;
  private final Pause pause;

  public CountedDoor(RequestLedger ledger, Pause pause) {
    this.ledger = ledger;
    this.pause = pause;
  }

  public void serve(
      Endpoint endpoint, String account, Supplier<Reply> answer, HttpServletResponse response)
      throws IOException {
    ledger.opened(endpoint, account);
    try {
      Reply reply = answer.get();
      // Counted before the bytes leave, so a caller that has its answer finds itself counted.
      ledger.answered(endpoint, reply.status());
      send(reply, response);
    } finally {
      ledger.closed(endpoint);
    }
  }

  /** Sends what is too large to be held as a text. */
  public void count(Endpoint endpoint, String account, int status, Sending sending)
      throws IOException {
    ledger.opened(endpoint, account);
    try {
      ledger.answered(endpoint, status);
      sending.send();
    } finally {
      ledger.closed(endpoint);
    }
  }

  /** Writes an answer by itself. */
  @FunctionalInterface
  public interface Sending {
    void send() throws IOException;
  }

  private void send(Reply reply, HttpServletResponse response) throws IOException {
    if (!reply.drips() && !reply.delay().isZero()) {
      pause.hold(reply.delay());
    }
    response.setStatus(reply.status());
    reply.headers().forEach(response::setHeader);
    if (reply.body().isEmpty()) {
      return;
    }
    response.setContentType(reply.contentType());
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    if (reply.drips()) {
      drip(bytes, reply.delay().dividedBy(DRIPS), response.getOutputStream());
    } else {
      response.setContentLength(bytes.length);
      response.getOutputStream().write(bytes);
    }
  }

  private void drip(byte[] bytes, Duration gap, OutputStream out) throws IOException {
    int size = Math.max(1, (bytes.length + DRIPS - 1) / DRIPS);
    for (int from = 0; from < bytes.length; from += size) {
      pause.hold(gap);
      out.write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
      out.flush();
    }
  }
}
