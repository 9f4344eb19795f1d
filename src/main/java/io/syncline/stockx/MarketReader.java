package io.syncline.stockx;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RefusedValue;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.ReadFailures;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.StockxSettings.Region;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
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

  /** The product as StockX knows it; none when the run may not begin another one. */
  @Nullable Reading find(
      @Body Target target,
      @Variable("run") ActiveRun run,
      @Variable("progress") PriceProgress progress) {
    run.checkGoingOn();
    if (isTooLate(run) || progress.isStopping()) {
      return null;
    }
    keepDistance();
    return attempt(target, run, progress, () -> told(run, finder.find(run, target)));
  }

  /** Its market in each region, as far as they answer. */
  Reading fetch(
      @Body Reading found,
      @Variable("run") ActiveRun run,
      @Variable("progress") PriceProgress progress) {
    try {
      return attempt(found.target(), run, progress, () -> markets(run, found, progress));
    } finally {
      lastEnd.set(System.nanoTime());
    }
  }

  /** What fails costs its product only, unless the run has to end. */
  private Reading attempt(
      Target target, ActiveRun run, PriceProgress progress, Supplier<Reading> step) {
    try {
      return step.get();
    } catch (TransientFailure e) {
      failures.note("Product " + target.name(), run, e);
      return Reading.without(run.id(), target, e.getMessage());
    } catch (RefusedValue e) {
      String reason = e.getMessage() + ": " + target.name();
      run.trouble(ErrorKind.DB, target.name(), reason);
      return Reading.without(run.id(), target, e.getMessage());
    } catch (TerminalFailure e) {
      progress.stopAfterGroup(e);
      return Reading.without(run.id(), target, e.getMessage());
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

  private static Reading told(ActiveRun run, Reading found) {
    if (!found.goesOn()) {
      run.tally().sourceAnswered();
      run.trouble(ErrorKind.API, found.target().name(), found.error());
    }
    return found;
  }

  private Reading markets(ActiveRun run, Reading found, PriceProgress progress) {
    if (!found.goesOn()) {
      return found;
    }
    return regions(run, found, progress)
        .orElseGet(() -> markets(run, told(run, finder.findAnew(run, found.target())), progress));
  }

  /** All regions; empty when the first of them does not know an id that may be stale. */
  private Optional<Reading> regions(ActiveRun run, Reading found, PriceProgress progress) {
    Target target = found.target();
    Sizes sizes = sizeReader.sizes(run, target);
    List<Market> markets = new ArrayList<>();
    for (Region region : settings.regions()) {
      try {
        SourceAnswer answer = client.market(run, target.found().id(), region);
        if (found.remembered() && markets.isEmpty() && StockxClient.saysUnknown(answer)) {
          return Optional.empty();
        }
        Market market = Market.answered(region, target.found(), answer, clock.instant());
        if (sizes.isRemembered() && !sizes.knowAll(market)) {
          sizes = sizeReader.sizesAnew(run, target);
        }
        markets.add(told(run, target, market));
      } catch (TransientFailure e) {
        failures.note("Market of " + target.sku() + " in " + region.currency(), run, e);
        markets.add(Market.failed(region, e.getMessage()));
      } catch (TerminalFailure e) {
        progress.stopAfterGroup(e);
        markets.add(Market.failed(region, e.getMessage()));
        break;
      }
    }
    return Optional.of(found.with(sizes, markets));
  }

  private static Market told(ActiveRun run, Target target, Market market) {
    if (market.isSound()) {
      run.tally().sourceAnswered();
      return market;
    }
    String where = "Market of " + target.sku() + " in " + market.region().currency();
    run.trouble(ErrorKind.API, target.sku(), where + ": " + market.fault());
    return market;
  }
}
