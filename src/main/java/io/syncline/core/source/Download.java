package io.syncline.core.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer that is read as it comes, and what its last try has made of it. */
final class Download<T> {
  private static final SourceJson JSON = new SourceJson();

  private final Taking<T> taking;
  private final Bounds bounds;
  private final boolean isPacked;
  private volatile @Nullable T value;

  /** Reads an answer, and tells whether it did to the end. */
  private interface Taking<T> {

    Taken<T> take(InputStream body) throws IOException;
  }

  private record Taken<T>(T value, boolean ended) {}

  private Download(Taking<T> taking, Bounds bounds, boolean isPacked) {
    this.taking = taking;
    this.bounds = bounds;
    this.isPacked = isPacked;
  }

  /** Of an answer in JSON. */
  static <T> Download<T> json(String source, StreamedReading<T> reading, Bounds bounds) {
    return new Download<>(body -> parsed(source, reading, body), bounds, false);
  }

  /**
   * Of a file.
   *
   * @param isPacked whether it is packed by gzip, which then is none of the connection's doing
   */
  static <T> Download<T> file(BodyReading<T> reading, Bounds bounds, boolean isPacked) {
    return new Download<>(
        body -> new Taken<>(reading.read(body), body.read() < 0), bounds, isPacked);
  }

  Bounds bounds() {
    return bounds;
  }

  boolean isPacked() {
    return isPacked;
  }

  Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Reads an answer; says whether it did to the end. */
  boolean take(InputStream body) throws IOException {
    value = null;
    Taken<T> taken = taking.take(body);
    value = taken.value();
    return taken.ended();
  }

  private static <T> Taken<T> parsed(String source, StreamedReading<T> reading, InputStream body)
      throws IOException {
    try (JsonParser json = JSON.open(body)) {
      if (json.nextToken() == null) {
        throw garbage(source);
      }
      T read = reading.read(json);
      boolean ended = json.getParsingContext().inRoot();
      if (ended && json.nextToken() != null) {
        throw garbage(source);
      }
      return new Taken<>(read, ended);
    } catch (JsonProcessingException e) {
      throw garbage(source);
    }
  }

  private static TransientFailure garbage(String source) {
    return TransientFailure.source(
        StopReason.SOURCE_GARBAGE, source + " answered what is not JSON");
  }
}
