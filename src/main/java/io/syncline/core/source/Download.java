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

  private final String source;
  private final StreamedReading<T> reading;
  private final Bounds bounds;
  private volatile @Nullable T value;

  Download(String source, StreamedReading<T> reading, Bounds bounds) {
    this.source = source;
    this.reading = reading;
    this.bounds = bounds;
  }

  Bounds bounds() {
    return bounds;
  }

  Optional<T> value() {
    return Optional.ofNullable(value);
  }

  /** Reads an answer; says whether it did to the end. */
  boolean take(InputStream body) throws IOException {
    value = null;
    try (JsonParser json = JSON.open(body)) {
      if (json.nextToken() == null) {
        throw garbage();
      }
      T read = reading.read(json);
      boolean ended = json.getParsingContext().inRoot();
      if (ended && json.nextToken() != null) {
        throw garbage();
      }
      value = read;
      return ended;
    } catch (JsonProcessingException e) {
      throw garbage();
    }
  }

  private TransientFailure garbage() {
    return TransientFailure.source(
        StopReason.SOURCE_GARBAGE, source + " answered what is not JSON");
  }
}
