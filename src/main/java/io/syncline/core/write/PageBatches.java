package io.syncline.core.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.letter.UnreadableRecords;
import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.Stream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Makes batches of pages that were read side by side. */
@Component
public final class PageBatches {
  private final UnreadableRecords unreadable;
  private final Clock clock;

  PageBatches(UnreadableRecords unreadable, Clock clock) {
    this.unreadable = unreadable;
    this.clock = clock;
  }

  /** A batch of one page, which may be empty. What could not be read of it is kept first. */
  public Batch one(ActiveRun run, Stream stream, Page page) {
    unreadable.keep(run, stream, page.rejected());
    return Batch.of(stream, page.records(), clock.instant());
  }

  /**
   * Batches of at most {@code most} records; the last one carries the marks of all. What could not
   * be read is kept first: once the marks are set nobody reads it again.
   */
  public List<Batch> of(
      ActiveRun run, Stream stream, List<? extends Page> pages, int most, JsonNode marks) {
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    for (Page page : pages) {
      records.addAll(page.records());
      rejected.addAll(page.rejected());
    }
    unreadable.keep(run, stream, rejected);
    if (records.isEmpty()) {
      return List.of();
    }
    List<Batch> parts = new ArrayList<>(Batch.of(stream, records, clock.instant()).cutTo(most));
    int last = parts.size() - 1;
    parts.set(last, parts.get(last).marked(marks));
    return parts;
  }
}
