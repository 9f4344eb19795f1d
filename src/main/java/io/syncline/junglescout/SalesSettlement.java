package io.syncline.junglescout;

import io.syncline.core.letter.UnreadableRecords;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.Delivery;
import io.syncline.junglescout.SalesReader.SalesPage;
import io.syncline.junglescout.SyncPlan.Chunk;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Groups products so that their sales fill a batch, makes the batches, and settles what came of it.
 */
@Component
final class SalesSettlement {
  private final AsinStore store;
  private final UnreadableRecords unreadable;
  private final JungleScoutSettings settings;
  private final Clock clock;

  SalesSettlement(
      AsinStore store, UnreadableRecords unreadable, JungleScoutSettings settings, Clock clock) {
    this.store = store;
    this.unreadable = unreadable;
    this.settings = settings;
    this.clock = clock;
  }

  /** Groups of products whose days of sales fill a batch. Nothing to read is done already. */
  List<List<AsinTarget>> groups(
      @Body Chunk chunk,
      @Variable("run") ActiveRun run,
      @Variable("progress") SyncProgress progress) {
    DebugLog.of(run).askingForSales(chunk.targets().size(), settings.salesWorkers());
    List<List<AsinTarget>> groups = new ArrayList<>();
    List<AsinTarget> group = new ArrayList<>();
    List<String> current = new ArrayList<>();
    int rows = 0;
    for (AsinTarget target : chunk.targets()) {
      if (target.sales().isEmpty()) {
        current.add(target.asin());
        continue;
      }
      if (!group.isEmpty() && rows + target.sales().days() > settings.salesBatchRows()) {
        groups.add(group);
        group = new ArrayList<>();
        rows = 0;
      }
      group.add(target);
      rows += target.sales().days();
    }
    store.markSalesCurrent(run, chunk.marketplace(), current, clock.instant());
    progress.processed(current.size());
    progress.salesStored(current.size());
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  /**
   * The batches of a group's sales; the last one carries the marks of all. What could not be read
   * is kept first: once the marks are set nobody reads those days again.
   */
  List<Batch> batches(
      @Body List<SalesPage> pages, @Variable("chunk") Chunk chunk, @Variable("run") ActiveRun run) {
    List<SyncRecord> records = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    for (SalesPage page : pages) {
      rejected.addAll(page.rejected());
      records.addAll(page.records());
      if (page.sound() && !page.records().isEmpty()) {
        whole.add(page.target().asin());
      }
    }
    unreadable.keep(run, JungleScoutStreams.SALES, rejected);
    if (records.isEmpty()) {
      return List.of();
    }
    List<Batch> parts =
        new ArrayList<>(
            Batch.of(JungleScoutStreams.SALES, records, clock.instant())
                .cutTo(settings.salesBatchRows()));
    int last = parts.size() - 1;
    parts.set(
        last,
        parts
            .get(last)
            .marked(ProductSettlement.marks(chunk.marketplace(), whole, run.startedAt())));
    return parts;
  }

  private void tell(ActiveRun run, List<SalesPage> pages) {
    if (!run.request().debug()) {
      return;
    }
    Set<String> pending = store.pending(run);
    for (SalesPage page : pages) {
      DebugLog.of(run).salesStored(page, !pending.contains(page.target().asin()));
    }
  }

  /** After a group's batches are written: counts its products by what was stored of them. */
  void settle(
      @Body List<?> written,
      @Variable("pages") List<SalesPage> pages,
      @Variable("chunk") Chunk chunk,
      @Variable("run") ActiveRun run,
      @Variable("progress") SyncProgress progress) {
    Set<SyncRecord> refused = Delivery.refusedOf(written);
    List<String> stored = new ArrayList<>();
    long withoutEstimate = 0;
    for (SalesPage page : pages) {
      if (!page.noEstimate().isEmpty()) {
        store.markWithoutSales(
            run,
            chunk.marketplace(),
            List.of(page.target().asin()),
            page.noEstimate(),
            clock.instant());
        withoutEstimate++;
      } else if (page.isGood() && !refused.containsAll(page.records())) {
        stored.add(page.target().asin());
      } else {
        progress.failed(page.target().asin());
      }
    }
    tell(run, pages);
    progress.salesStored(stored.size());
    progress.processed(pages.size());
    long failed = pages.size() - stored.size() - withoutEstimate;
    DebugLog.of(run).salesDone(stored.size(), withoutEstimate, failed);
  }
}
