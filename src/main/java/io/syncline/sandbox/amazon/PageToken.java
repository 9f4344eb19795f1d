package io.syncline.sandbox.amazon;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page ended. It is good for the parameters that it was given for, and for a while.
 *
 * @param began when the first page was asked for
 */
record PageToken(int from, String fingerprint, Instant issued, Instant began) {

  /** The token of a call, or nothing where it begins; what is wrong or too old is refused. */
  static Optional<PageToken> of(
      AmazonCall call, String parameter, String fingerprint, Duration life, Clock clock) {
    String text = call.parameter(parameter);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    PageToken token = read(text);
    boolean isGood =
        token.fingerprint.equals(fingerprint) && !clock.instant().isAfter(token.issued.plus(life));
    if (!isGood) {
      throw AmazonRefusals.input(parameter + " does not belong to this request or has expired");
    }
    return Optional.of(token);
  }

  private static PageToken read(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\\|");
      return new PageToken(
          Integer.parseInt(parts[0]),
          parts[1],
          Instant.ofEpochMilli(Long.parseLong(parts[2])),
          Instant.ofEpochMilli(Long.parseLong(parts[3])));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw AmazonRefusals.input("no such page");
    }
  }

  @Override
  public String toString() {
    String text =
        from + "|" + fingerprint + "|" + issued.toEpochMilli() + "|" + began.toEpochMilli();
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
