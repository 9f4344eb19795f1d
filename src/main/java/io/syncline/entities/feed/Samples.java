package io.syncline.entities.feed;

import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.PackedRows;
import io.syncline.entities.source.Row;
import io.syncline.entities.source.SourceOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The first rows of tabs that somebody looks at, kept for a while: who types a mapping tries it on
 * the same rows, without a call of the source at each key. Threads may share it.
 */
@Component
final class Samples {
  private static final int MOST = 32;
  private static final int MOST_BYTES = 1 << 20; // of one; what is wider is read each time

  private final Clock clock;
  private final Duration age;
  private final Map<Read, Sample> kept = new LinkedHashMap<>(MOST, 0.75f, true);

  Samples(Clock clock, @Value("${syncline.entities.sample-age}") Duration age) {
    this.clock = clock;
    this.age = age;
  }

  /** What was read, and where the headers stand in it. */
  record Read(SourceOrder order, int headerRow) {}

  /** The header and the first rows below it, or the first records. */
  record Sample(FeedRead.Rows rows, Instant readAt) {}

  /** What was kept of the same a short while ago. */
  synchronized Optional<Sample> find(Read read) {
    dropOld();
    return Optional.ofNullable(kept.get(read));
  }

  /** Keeps the first of all rows; what was kept before is gone. */
  synchronized Sample keep(Read read, FeedRead.Rows all, int most) {
    Sample sample = new Sample(all.of(first(all.rows(), read.headerRow(), most)), clock.instant());
    kept.remove(read);
    if (sample.rows().rows().bytes() <= MOST_BYTES) {
      kept.put(read, sample);
    }
    dropOld();
    if (kept.size() > MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
    return sample;
  }

  private void dropOld() {
    Instant oldest = clock.instant().minus(age);
    kept.values().removeIf(sample -> sample.readAt().isBefore(oldest));
  }

  private static PackedRows first(PackedRows all, int header, int most) {
    PackedRows.Packing packing = new PackedRows.Packing();
    int below = 0;
    for (Row row : all) {
      boolean isHeader = row instanceof Row.OfSheet sheet && sheet.row().number() == header;
      if (below == most) {
        break;
      }
      if (isHeader || isBelow(row, header)) {
        packing.add(row);
        below += isHeader ? 0 : 1;
      }
    }
    return packing.packed();
  }

  private static boolean isBelow(Row row, int header) {
    return !(row instanceof Row.OfSheet sheet)
        || sheet.row().number() > header && !sheet.row().isBlank();
  }
}
