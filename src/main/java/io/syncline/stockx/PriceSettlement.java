package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.letter.UnreadableRecords;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.upkeep.ViewRefresh;
import io.syncline.core.write.Delivery;
import io.syncline.stockx.MarketReader.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Makes batches of what a group of products had, and settles what came of them. */
@Component
final class PriceSettlement {
  private final UnreadableRecords unreadable;
  private final ProductBook book;
  private final ViewRefresh views;
  private final StockxSettings settings;
  private final Clock clock;

  PriceSettlement(
      UnreadableRecords unreadable,
      ProductBook book,
      ViewRefresh views,
      StockxSettings settings,
      Clock clock) {
    this.unreadable = unreadable;
    this.book = book;
    this.views = views;
    this.settings = settings;
    this.clock = clock;
  }

  /** The batches of a group; the last one says which products are fresh once it is delivered. */
  List<Batch> batches(@Body List<Page> pages, @Variable("run") ActiveRun run) {
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    for (Page page : pages) {
      records.addAll(page.records());
      rejected.addAll(page.rejected());
      if (page.isWhole(settings.regions().size())) {
        whole.add(page.target().sku());
      }
    }
    unreadable.keep(run, StockxStreams.SNAPSHOTS, rejected);
    if (!records.isEmpty()) {
      return marked(records, whole, run.startedAt());
    }
    if (!whole.isEmpty()) {
      book.synced(run, whole, run.startedAt());
    }
    return List.of();
  }

  private List<Batch> marked(List<SyncRecord> records, List<String> fresh, Instant at) {
    ObjectNode marks = JsonNodeFactory.instance.objectNode().put("synced_at", at.toString());
    fresh.forEach(marks.putArray("skus")::add);
    List<Batch> parts =
        new ArrayList<>(
            Batch.of(StockxStreams.SNAPSHOTS, records, clock.instant())
                .cutTo(settings.batchRows()));
    int last = parts.size() - 1;
    parts.set(last, parts.get(last).marked(marks));
    return parts;
  }

  /** After a group's batches are written. */
  void settle(
      @Body List<?> written,
      @Variable("pages") List<Page> pages,
      @Variable("progress") PriceProgress progress) {
    Set<SyncRecord> refused = Delivery.refusedOf(written);
    pages.forEach(page -> progress.done(page, refused));
    progress.groupIsOver();
  }

  /** The last step: what was written is to be seen. */
  void refresh(@Variable("run") ActiveRun run) {
    if (!run.isDryRun()) {
      views.refreshAll(run);
    }
  }
}
