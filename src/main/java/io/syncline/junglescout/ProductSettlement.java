package io.syncline.junglescout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Batch;
import io.syncline.junglescout.SyncPlan.Chunk;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Makes a batch of the products found, and settles what becomes of those that were not. */
@Component
final class ProductSettlement {
  private final AsinStore store;
  private final JungleScoutSettings settings;
  private final DebugLines debug;
  private final Clock clock;

  ProductSettlement(AsinStore store, JungleScoutSettings settings, DebugLines debug, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.debug = debug;
    this.clock = clock;
  }

  /** The batch of a chunk's products; all carry the day the run began, in UTC. */
  Batch batch(
      @Body ProductReader.Found found,
      @Variable("run") ActiveRun run,
      @Variable("progress") SyncProgress progress) {
    Marketplace marketplace = found.chunk().marketplace();
    debug.line(run, "SyncASINs", "Storing product data to databases...");
    LocalDate reportDate = LocalDate.ofInstant(run.startedAt(), ZoneOffset.UTC);
    List<SyncRecord> records = new ArrayList<>();
    found
        .products()
        .forEach(
            (asin, product) -> {
              ProductMapper.Mapped mapped =
                  ProductMapper.map(marketplace, asin, product, reportDate);
              records.add(mapped.record());
              mapped.faults().forEach(fault -> run.errors().add(unreadable(asin, fault)));
            });
    Batch batch =
        Batch.of(JungleScoutStreams.PRODUCTS, records, clock.instant())
            .marked(
                marks(marketplace, found.products().keySet(), run.startedAt())
                    .put("sales_due", found.chunk().mode().readsSales()));
    return found.chunk().mode() == Mode.MASTER
        ? batch.moving(MasterCursor.at(found.chunk(), run, progress))
        : batch;
  }

  /** After the products are written: counts them, holds those not found, leaves the stored ones. */
  Chunk settle(
      @Body ProductReader.Found found,
      @Variable("run") ActiveRun run,
      @Variable("progress") SyncProgress progress) {
    Chunk chunk = found.chunk();
    List<AsinTarget> stored = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (AsinTarget target : chunk.targets()) {
      if (found.products().containsKey(target.asin())) {
        stored.add(target);
      } else {
        missing.add(target.asin());
        progress.failed(target.asin());
      }
    }
    debug.line(run, "SyncASINs", "Successfully stored: %d ASINs", stored.size());
    if (found.complete() && !missing.isEmpty()) {
      hold(run, chunk, missing);
    }
    progress.productsStored(stored.size());
    progress.processed(missing.size());
    debug.line(
        run,
        "SyncASINs",
        "Product sync summary: %d success, %d failed, %d not found",
        stored.size(),
        found.complete() ? 0 : missing.size(),
        found.complete() ? missing.size() : 0);
    if (!chunk.mode().readsSales()) {
      progress.processed(stored.size());
    }
    return chunk.only(chunk.mode().readsSales() ? stored : List.of());
  }

  private void hold(ActiveRun run, Chunk chunk, List<String> missing) {
    int days = settings.notFoundRetryDays();
    debug.line(
        run,
        "SyncASINs",
        "%d ASINs NOT FOUND in JungleScout API (will retry in %d days):",
        missing.size(),
        days);
    debug.line(run, "SyncASINs", "Not found list: %s", DebugLines.list(missing));
    for (String asin : missing) {
      debug.line(
          run,
          "NotFound",
          "Marking ASIN %s as 'product not found' (will retry in %d days)",
          asin,
          days);
    }
    store.markNotFound(run, chunk.marketplace(), missing, clock.instant());
  }

  private static RecordError unreadable(String asin, String fault) {
    return new RecordError(ErrorKind.PARSE, asin, "Product " + asin + ": " + fault);
  }

  /** What the status of the products is set to once both databases have the batch. */
  static ObjectNode marks(Marketplace marketplace, Collection<String> asins, Instant syncedAt) {
    ObjectNode marks = JsonNodeFactory.instance.objectNode();
    marks.put("marketplace", marketplace.word());
    marks.put("synced_at", LocalDateTime.ofInstant(syncedAt, ZoneOffset.UTC).toString());
    var names = marks.putArray("asins");
    asins.forEach(names::add);
    return marks;
  }
}
