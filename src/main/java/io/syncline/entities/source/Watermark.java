package io.syncline.entities.source;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a source was read that tells what changed and not what is gone.
 *
 * @param newest the newest change that was seen
 * @param whole when everything was read last
 */
record Watermark(Instant newest, Instant whole) {
  private static final String SIGN = " whole ";

  /** Empty when a cursor is none: then everything is read. */
  static Optional<Watermark> of(Optional<String> cursor) {
    String[] parts = cursor.orElse("").split(SIGN, -1);
    try {
      return parts.length == 2
          ? Optional.of(new Watermark(Instant.parse(parts[0]), Instant.parse(parts[1])))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** From where to read; empty when everything is due again. */
  static Optional<Instant> since(
      Optional<String> cursor, Instant now, Duration overlap, Duration wholeEvery) {
    return of(cursor)
        .filter(mark -> !mark.newest().isAfter(now) && !mark.whole().isAfter(now))
        .filter(mark -> now.isBefore(mark.whole().plus(wholeEvery)))
        .map(mark -> mark.newest().minus(overlap));
  }

  /** What a read leaves behind that has seen that much; a mark never goes back. */
  static String after(
      Optional<String> cursor, Optional<Instant> newest, boolean isWhole, Instant begun) {
    Optional<Watermark> before = of(cursor);
    Instant mark =
        newest
            .map(it -> it.isAfter(begun) ? begun : it) // no clock of a source is waited for
            .filter(it -> before.isEmpty() || it.isAfter(before.get().newest()))
            .or(() -> before.map(Watermark::newest))
            .orElse(begun);
    Instant whole = isWhole ? begun : before.map(Watermark::whole).orElse(Instant.EPOCH);
    return new Watermark(mark, whole).text();
  }

  String text() {
    return newest + SIGN + whole;
  }
}
