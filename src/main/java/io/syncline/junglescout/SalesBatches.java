package io.syncline.junglescout;

import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.Delivery;
import io.syncline.core.write.PageBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Groups products so that their sales fill a batch, makes the batches, and says what came of them.
 */
@Component
final class SalesBatches {
  private final AsinStore store;
  private final PageBatches batches;
  private final JungleScoutSettings settings;

  SalesBatches(AsinStore store, PageBatches batches, JungleScoutSettings settings) {
    this.store = store;
    this.batches = batches;
    this.settings = settings;
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
    store.markSalesCurrent(run, chunk.marketplace(), current);
    progress.processed(current.size());
    progress.salesStored(current.size());
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  /** The batches of a group's sales; the last one carries the marks of all. */
  List<Batch> batches(
      @Body List<SalesPage> pages, @Variable("chunk") Chunk chunk, @Variable("run") ActiveRun run) {
    List<String> whole =
        pages.stream()
            .filter(page -> page.sound() && !page.records().isEmpty())
            .map(page -> page.target().asin())
            .toList();
    return batches.of(
        run,
        JungleScout.SALES,
        pages,
        settings.salesBatchRows(),
        ProductBatch.marks(chunk.marketplace(), whole, run.startedAt()));
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
  void written(
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
        store.markWithoutSales(run, chunk.marketplace(), page.target().asin(), page.noEstimate());
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
