package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.StockxSettings.Region;
import io.syncline.stockx.Target.Product;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Reads one product: finds it where it is not known, then its market in each region. */
@Component
final class MarketReader {
  private final StockxClient client;
  private final ProductFinder finder;
  private final StockxSettings settings;
  private final ReadFailures failures;
  private final Clock clock;
  private final ThreadLocal<Long> lastEnd = new ThreadLocal<>();

  MarketReader(
      StockxClient client,
      ProductFinder finder,
      StockxSettings settings,
      ReadFailures failures,
      Clock clock) {
    this.client = client;
    this.finder = finder;
    this.settings = settings;
    this.failures = failures;
    this.clock = clock;
  }

  /**
   * What was read of a product.
   *
   * @param currencies those whose market arrived whole
   * @param error why not all did; empty when all did
   */
  record Page(
      Target target,
      List<SyncRecord> records,
      List<RejectedRecord> rejected,
      List<String> currencies,
      String error) {}

  /** The product's market; none when the run may not begin another product. */
  Page read(
      @Body Target target,
      @Variable("run") ActiveRun run,
      @Variable("progress") PriceProgress progress) {
    run.checkGoingOn();
    if (isTooLate(run) || progress.isStopping()) {
      progress.postponed();
      return null;
    }
    keepDistance();
    try {
      return found(run, target, progress);
    } catch (TransientFailure e) {
      if (e.kind() == ErrorKind.DB) {
        throw e; // staging, which counts the calls, is away: that is not the source's fault
      }
      failures.note("Product " + target.sku(), run, e);
      return new Page(target, List.of(), List.of(), List.of(), e.getMessage());
    } catch (TerminalFailure e) {
      progress.stopAfterGroup(e);
      return new Page(target, List.of(), List.of(), List.of(), e.getMessage());
    } finally {
      lastEnd.set(System.nanoTime());
    }
  }

  private boolean isTooLate(ActiveRun run) {
    return !settings.longestRun().isZero()
        && Duration.between(run.startedAt(), clock.instant()).compareTo(settings.longestRun()) >= 0;
  }

  /** The document's pause between two products, of each worker (SX-15). */
  private void keepDistance() {
    Long end = lastEnd.get();
    if (end != null) {
      long rest = settings.productDelay().toNanos() - (System.nanoTime() - end);
      if (rest > 0) {
        LockSupport.parkNanos(rest);
      }
    }
  }

  private Page found(ActiveRun run, Target target, PriceProgress progress) {
    Optional<Product> product = finder.find(run, target);
    if (product.isEmpty()) {
      return unknown(run, target);
    }
    Optional<Page> page = markets(run, target, product.get(), progress);
    if (page.isPresent()) {
      return page.get();
    }
    return finder
        .findAnew(run, target)
        .flatMap(other -> markets(run, target, other, progress))
        .orElseGet(() -> unknown(run, target));
  }

  private static Page unknown(ActiveRun run, Target target) {
    String error = "StockX does not know SKU " + target.sku();
    run.errors().add(new RecordError(ErrorKind.API, target.sku(), error));
    return new Page(target, List.of(), List.of(), List.of(), error);
  }

  /** All regions, as far as they answer; empty when StockX has no such product. */
  private Optional<Page> markets(
      ActiveRun run, Target target, Product product, PriceProgress progress) {
    String productId = product.id();
    Sizes sizes = finder.sizes(run, target, productId, false);
    boolean read = false;
    List<SyncRecord> records = new ArrayList<>();
    List<RejectedRecord> rejected = new ArrayList<>();
    List<String> currencies = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Region region : settings.regions()) {
      try {
        SourceAnswer answer = client.market(run, productId, region);
        boolean first = currencies.isEmpty() && errors.isEmpty();
        if (first && (answer.status() == 400 || answer.status() == 404)) {
          return Optional.empty();
        }
        if (!read && !sizes.knowAll(answer.body())) {
          sizes = finder.sizes(run, target, productId, true);
          read = true;
        }
        MarketMapper mapper =
            new MarketMapper(run, target, product, region, sizes, clock.instant());
        MarketMapper.Mapped mapped = mapper.map(answer);
        if (mapped.sound()) {
          records.addAll(mapped.records());
          rejected.addAll(mapped.rejected());
          currencies.add(region.currency());
        } else {
          note(run, target, region, mapped.reason(), errors);
        }
      } catch (TransientFailure e) {
        if (e.kind() == ErrorKind.DB) {
          throw e;
        }
        failures.note("Market of " + target.sku() + " in " + region.currency(), run, e);
        errors.add(region.currency() + ": " + e.getMessage());
      } catch (TerminalFailure e) {
        progress.stopAfterGroup(e);
        errors.add(region.currency() + ": " + e.getMessage());
        break;
      }
    }
    return Optional.of(new Page(target, records, rejected, currencies, String.join("; ", errors)));
  }

  /** A region that failed costs itself only (stockx.md section 5). */
  private static void note(
      ActiveRun run, Target target, Region region, String reason, List<String> errors) {
    run.incomplete();
    String message = "Market of " + target.sku() + " in " + region.currency() + ": " + reason;
    run.errors().add(new RecordError(ErrorKind.API, target.sku(), message));
    errors.add(region.currency() + ": " + reason);
  }

  /** Whether a wire value is an object's identity as we know it. */
  static boolean same(JsonNode value, String known) {
    return value.isTextual() && value.asText().equalsIgnoreCase(known);
  }
}
