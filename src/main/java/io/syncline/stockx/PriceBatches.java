package io.syncline.stockx;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.Delivery;
import io.syncline.core.write.PageBatches;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Makes batches of what a group of products had, and says what came of them. */
@Component
final class PriceBatches {
  private final PageBatches batches;
  private final ProductBook book;
  private final StockxSettings settings;

  PriceBatches(PageBatches batches, ProductBook book, StockxSettings settings) {
    this.batches = batches;
    this.book = book;
    this.settings = settings;
  }

  /** The batches of a group; the last one says which products are fresh once it is delivered. */
  List<Batch> batches(@Body List<PricePage> pages, @Variable("run") ActiveRun run) {
    pages.forEach(page -> tell(run, page));
    List<String> whole =
        pages.stream()
            .filter(page -> page.isWhole(settings.regions().size()))
            .map(page -> page.target().sku())
            .toList();
    ObjectNode marks = JsonNodeFactory.instance.objectNode();
    marks.put("synced_at", run.startedAt().toString());
    whole.forEach(marks.putArray("skus")::add);
    List<Batch> parts = batches.of(run, Stockx.SNAPSHOTS, pages, settings.batchRows(), marks);
    if (parts.isEmpty() && !whole.isEmpty()) {
      book.synced(run, whole, run.startedAt());
    }
    return parts;
  }

  private static void tell(ActiveRun run, PricePage page) {
    String sku = page.target().sku();
    page.notes().forEach(note -> run.trouble(ErrorKind.PARSE, sku, note));
  }

  /** After staging has a group's batches; production takes them while the next group is read. */
  void written(
      @Body List<?> written,
      @Variable("pages") List<PricePage> pages,
      @Variable("progress") PriceProgress progress) {
    Set<SyncRecord> refused = Delivery.refusedOf(written);
    pages.forEach(page -> progress.done(page, refused));
    progress.groupIsOver();
  }
}
