package io.syncline.sandbox.engine;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads a request without caring for its media type; what is absent is empty text. */
public final class HttpBody {

  // Far over what either vendor takes; the rest is cut so that one caller cannot fill the heap.
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private HttpBody() {}

  public static String text(HttpServletRequest request) throws IOException {
    return new String(request.getInputStream().readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
  }

  public static String header(HttpServletRequest request, String name) {
    return Objects.requireNonNullElse(request.getHeader(name), "");
  }
}
