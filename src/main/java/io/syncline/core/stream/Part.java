package io.syncline.core.stream;

import io.syncline.core.record.SyncRecord;
import java.util.List;

/** What a composed batch writes to one table: whole rows of its stream, each key once. */
public record Part(Stream stream, List<SyncRecord> records) {

  public Part {
    records = List.copyOf(records);
  }
}
