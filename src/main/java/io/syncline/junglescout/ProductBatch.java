package io.syncline.junglescout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.write.Delivery;
import io.syncline.core.write.PageBatches;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Makes a batch of the products found, and sees to those that were not. */
@Component
final class ProductBatch {
  private final AsinStore store;
  private final PageBatches batches;
  private final JungleScoutSettings settings;

  ProductBatch(AsinStore store, PageBatches batches, JungleScoutSettings settings) {
    this.store = store;
    this.batches = batches;
    this.settings = settings;
  }

  /** The batch of a chunk's products. What cannot be read of them is kept first. */
  Batch batch(
      @Body ProductPage found,
      @Variable("run") ActiveRun run,
      @Variable("progress") SyncProgress progress) {
    Chunk chunk = found.chunk();
    DebugLog.of(run).storingProducts();
    ObjectNode marks =
        marks(chunk.marketplace(), found.products().keySet(), run.startedAt())
            .put("sales_due", chunk.mode().readsSales());
    Batch batch = batches.one(run, JungleScout.PRODUCTS, found).marked(marks);
    found.products().forEach((asin, mapped) -> tell(run, asin, mapped));
    return chunk.mode() == Mode.MASTER
        ? batch.moving(MasterCursor.at(chunk, run, progress))
        : batch;
  }

  private static void tell(ActiveRun run, String asin, ProductMapper.Mapped mapped) {
    for (String fault : mapped.faults()) {
      run.trouble(ErrorKind.PARSE, asin, "Product " + asin + ": " + fault);
    }
  }

  /** After the products are written: counts them, holds those not found, leaves the stored ones. */
  Chunk written(
      @Body ProductPage found,
      @Variable("written") Delivery written,
      @Variable("run") ActiveRun run,
      @Variable("progress") SyncProgress progress) {
    Chunk chunk = found.chunk();
    List<SyncRecord> refused = written.refused();
    List<AsinTarget> stored = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (AsinTarget target : chunk.targets()) {
      ProductMapper.Mapped mapped = found.products().get(target.asin());
      if (mapped != null && !refused.contains(mapped.record())) {
        stored.add(target);
        continue;
      }
      progress.failed(target.asin());
      if (!found.asins().contains(target.asin())) {
        missing.add(target.asin());
      }
    }
    DebugLog.of(run).productsStored(stored.size());
    if (found.complete() && !missing.isEmpty()) {
      hold(run, chunk, missing);
    }
    store.markAsked(run, chunk.marketplace(), found.asins());
    progress.productsStored(stored.size());
    progress.processed(chunk.targets().size() - stored.size());
    int notFound = found.complete() ? missing.size() : 0;
    int failed = chunk.targets().size() - stored.size() - notFound;
    DebugLog.of(run).productsDone(stored.size(), failed, notFound);
    if (!chunk.mode().readsSales()) {
      progress.processed(stored.size());
    }
    return chunk.only(chunk.mode().readsSales() ? stored : List.of());
  }

  private void hold(ActiveRun run, Chunk chunk, List<String> missing) {
    DebugLog.of(run).notFound(missing, settings.notFoundRetryDays());
    store.markNotFound(run, chunk.marketplace(), missing);
  }

  /** What the status of the products is set to once both databases have the batch. */
  static ObjectNode marks(Marketplace marketplace, Collection<String> asins, Instant syncedAt) {
    ObjectNode marks = JsonNodeFactory.instance.objectNode();
    marks.put("marketplace", marketplace.word());
    marks.put("synced_at", AsinStore.utc(syncedAt).toString());
    var names = marks.putArray("asins");
    asins.forEach(names::add);
    return marks;
  }
}
