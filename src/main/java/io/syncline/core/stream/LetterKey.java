package io.syncline.core.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncline.core.error.OneLine;
import java.util.UUID;

/**
 * The key of a record as its dead letter is called: what a source names so may be of any length.
 */
public final class LetterKey {
  private static final int LONGEST = 200;

  private LetterKey() {}

  /** The key; a longer one is cut, and its digest tells it from others that begin alike. */
  public static String of(String key) {
    String line = OneLine.of(key, LONGEST);
    return line.equals(key) ? line : line + " " + digest(key);
  }

  private static String digest(String key) {
    return UUID.nameUUIDFromBytes(key.getBytes(UTF_8)).toString();
  }
}
