package io.syncline.core.stream;

import io.syncline.core.record.SyncRecord;
import java.util.List;
import java.util.Optional;

/**
 * What a composed batch writes to one table: whole rows of its stream, each key once.
 *
 * @param prefix of rows that were computed in the database: what they are of
 */
public record Part(Stream stream, List<SyncRecord> records, Optional<String> prefix) {

  public Part {
    records = List.copyOf(records);
    stream = stream.of(records);
  }

  public Part(Stream stream, List<SyncRecord> records) {
    this(stream, records, Optional.empty());
  }

  /** All rows of a prefix, which a query has computed. */
  public static Part derived(Stream stream, String prefix) {
    return new Part(stream, List.of(), Optional.of(prefix));
  }

  public boolean isEmpty() {
    return records.isEmpty() && prefix.isEmpty();
  }
}
