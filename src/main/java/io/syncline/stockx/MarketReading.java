package io.syncline.stockx;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.MarketReader.Page;
import io.syncline.stockx.StockxSettings.Region;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is read of one product so far; its worker's alone. */
final class MarketReading {
  private final ActiveRun run;
  private final Target target;
  private final List<SyncRecord> records = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();
  private final List<String> currencies = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private Optional<String> withoutSizes = Optional.empty();
  private Sizes sizes;
  private boolean stopped;

  MarketReading(ActiveRun run, Target target, Sizes sizes) {
    this.run = run;
    this.target = target;
    this.sizes = sizes;
  }

  ActiveRun run() {
    return run;
  }

  Target target() {
    return target;
  }

  /** Whether nothing has arrived or failed yet. */
  boolean isUntouched() {
    return currencies.isEmpty() && errors.isEmpty();
  }

  /** Whether this market has a variant that was not among the sizes when they were kept. */
  boolean needsNewerSizes(SourceAnswer market) {
    return sizes.isRemembered() && !sizes.knowAll(market);
  }

  void use(Sizes newer) {
    sizes = newer;
  }

  void add(Region region, SourceAnswer answer, Instant at) {
    MarketMapper.Mapped mapped = new MarketMapper(run.id(), target, region, sizes, at).map(answer);
    if (!mapped.sound()) {
      refused(region, mapped.reason());
      return;
    }
    run.sourceAnswered();
    records.addAll(mapped.records());
    rejected.addAll(mapped.rejected());
    mapped.notes().forEach(note -> run.trouble(ErrorKind.PARSE, target.sku(), note));
    if (mapped.rejected().isEmpty()) {
      currencies.add(region.currency());
    } else {
      failed(region, "unreadable prices: " + mapped.rejected().size());
    }
    if (!sizes.knowAll(answer)) {
      withoutSizes = sizes.failure();
    }
  }

  /** A failure that the run knows of already. */
  void failed(Region region, String reason) {
    errors.add(region.currency() + ": " + reason);
  }

  /** The source said stop: no further region is asked. */
  void stop(Region region, TerminalFailure reason) {
    failed(region, reason.getMessage());
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  Page page() {
    List<String> all = new ArrayList<>(errors);
    withoutSizes.ifPresent(reason -> all.add("sizes: " + reason));
    return new Page(target, records, rejected, currencies, String.join("; ", all));
  }

  /** A region that failed costs itself only (stockx#a-region-that-fails-costs-itself-only). */
  private void refused(Region region, String reason) {
    String message = "Market of " + target.sku() + " in " + region.currency() + ": " + reason;
    run.trouble(ErrorKind.API, target.sku(), message);
    failed(region, reason);
  }
}
