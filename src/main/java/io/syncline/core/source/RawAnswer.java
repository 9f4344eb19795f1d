package io.syncline.core.source;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What of an answer is no JSON.
 *
 * @param retryAfter the header
 */
record RawAnswer(@Nullable String retryAfter, byte[] body) {
  /** How much of a body tells what it is. */
  private static final int START = 64;

  /** Whether it is a web page: what stands before a source answered, not the source. */
  boolean isPage() {
    return new String(body, 0, Math.min(body.length, START), StandardCharsets.UTF_8)
        .replace("\uFEFF", "")
        .stripLeading()
        .startsWith("<");
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
