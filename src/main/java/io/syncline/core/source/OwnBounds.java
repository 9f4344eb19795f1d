package io.syncline.core.source;

import java.time.Duration;
import java.util.Optional;
import org.springframework.util.unit.DataSize;

/**
 * What a source may answer beside what all may; empty is as with all.
 *
 * @param largest of one answer, unpacked
 * @param longest that one answer may take where it is read as it comes
 */
record OwnBounds(Optional<DataSize> largest, Optional<Duration> longest) {
  static final OwnBounds NONE = new OwnBounds(Optional.empty(), Optional.empty());

  OwnBounds upTo(DataSize most) {
    return new OwnBounds(Optional.of(most), longest);
  }

  OwnBounds lasting(Duration most) {
    return new OwnBounds(largest, Optional.of(most));
  }
}
