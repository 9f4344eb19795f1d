package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RefusedValue;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.ProductFinder.Found;
import io.syncline.stockx.StockxSettings.Region;
import java.time.Clock;
import java.time.Duration;
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
  private final SizeReader sizeReader;
  private final StockxSettings settings;
  private final ReadFailures failures;
  private final Clock clock;
  private final ThreadLocal<Long> lastEnd = new ThreadLocal<>();

  MarketReader(
      StockxClient client,
      ProductFinder finder,
      SizeReader sizeReader,
      StockxSettings settings,
      ReadFailures failures,
      Clock clock) {
    this.client = client;
    this.finder = finder;
    this.sizeReader = sizeReader;
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
      String error)
      implements io.syncline.core.record.Page {

    static Page without(Target target, String error) {
      return new Page(target, List.of(), List.of(), List.of(), error);
    }

    /** How many are stored: of a variant that a market has twice the last price counts. */
    long prices() {
      return records.stream()
          .map(record -> List.of(record.value(0), record.value(1), record.value(2)))
          .distinct()
          .count();
    }

    /** Whether everything that was asked for arrived. */
    boolean isWhole(int regions) {
      return currencies.size() == regions && error.isEmpty();
    }
  }

  /** The product's market; none when the run may not begin another product. */
  Page read(
      @Body Target target,
      @Variable("run") ActiveRun run,
      @Variable("progress") PriceProgress progress) {
    run.checkGoingOn();
    if (isTooLate(run) || progress.isStopping()) {
      return null;
    }
    keepDistance();
    try {
      return found(run, target, progress);
    } catch (TransientFailure e) {
      failures.note("Product " + target.name(), run, e);
      return Page.without(target, e.getMessage());
    } catch (RefusedValue e) {
      String reason = e.getMessage() + ": " + target.name();
      run.trouble(ErrorKind.DB, target.name(), reason);
      return Page.without(target, e.getMessage());
    } catch (TerminalFailure e) {
      progress.stopAfterGroup(e);
      return Page.without(target, e.getMessage());
    } finally {
      lastEnd.set(System.nanoTime());
    }
  }

  /** Whether products begun now would be read after the run's time, at the pace of the calls. */
  private boolean isTooLate(ActiveRun run) {
    if (settings.longestRun().isZero()) {
      return false;
    }
    Duration underWay =
        Duration.ofSeconds((long) settings.productsAtOnce() * settings.regions().size())
            .dividedBy(settings.callsPerSecond());
    Duration half =
        settings.longestRun().dividedBy(2); // one too short for a group still begins one
    Duration kept = underWay.compareTo(half) < 0 ? underWay : half;
    Duration soFar = Duration.between(run.startedAt(), clock.instant());
    return soFar.plus(kept).compareTo(settings.longestRun()) >= 0;
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

  private Page found(ActiveRun run, Target asked, PriceProgress progress) {
    Found found = finder.find(run, asked);
    if (found.isUnknown()) {
      return unknown(run, found);
    }
    boolean mayBeStale = asked.product().isPresent() && asked.asked().isEmpty();
    Optional<Page> page = markets(run, found.target(), progress, mayBeStale);
    if (page.isPresent()) {
      return page.get();
    }
    Found anew = finder.findAnew(run, found.target());
    return anew.isUnknown()
        ? unknown(run, anew)
        : markets(run, anew.target(), progress, false).orElseThrow();
  }

  private static Page unknown(ActiveRun run, Found found) {
    run.sourceAnswered();
    run.trouble(ErrorKind.API, found.target().name(), found.reason());
    return Page.without(found.target(), found.reason());
  }

  /**
   * All regions, as far as they answer; empty when the first of them does not know an id that was
   * remembered and may be stale.
   */
  private Optional<Page> markets(
      ActiveRun run, Target target, PriceProgress progress, boolean mayBeStale) {
    MarketReading reading = new MarketReading(run, target, sizeReader.sizes(run, target));
    for (Region region : settings.regions()) {
      boolean inDoubt = mayBeStale && reading.isUntouched();
      if (!isKnown(reading, region, progress, inDoubt)) {
        return Optional.empty();
      }
      if (reading.isStopped()) {
        break;
      }
    }
    return Optional.of(reading.page());
  }

  /** Reads a region; answers false when an id that is in doubt is not known there. */
  private boolean isKnown(
      MarketReading reading, Region region, PriceProgress progress, boolean inDoubt) {
    ActiveRun run = reading.run();
    Target target = reading.target();
    try {
      SourceAnswer answer = client.market(run, target.product().orElseThrow().id(), region);
      if (inDoubt && Refusals.saysUnknown(answer)) {
        return false;
      }
      if (reading.needsNewerSizes(answer)) {
        reading.use(sizeReader.sizesAnew(run, target));
      }
      reading.add(region, answer, clock.instant());
    } catch (TransientFailure e) {
      failures.note("Market of " + target.sku() + " in " + region.currency(), run, e);
      reading.failed(region, e.getMessage());
    } catch (TerminalFailure e) {
      progress.stopAfterGroup(e);
      reading.stop(region, e);
    }
    return true;
  }

  /** Whether a wire value is an object's identity as we know it. */
  static boolean same(JsonNode value, String known) {
    return value.isTextual() && value.asText().equalsIgnoreCase(known);
  }
}
