package io.syncline.stockx;

import io.syncline.core.run.ActiveRun;
import io.syncline.stockx.StockxSettings.Selection;
import io.syncline.stockx.Target.Product;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/**
 * Decides which products a run reads: the configured tables in their order, each SKU once, only
 * what is stale, the longest unread first (SX-06 to SX-08, SX-17, SX-18).
 */
@Component
final class SkuSelector {
  private final CandidateTables tables;
  private final ProductBook book;
  private final StockxSettings settings;
  private final Clock clock;

  SkuSelector(CandidateTables tables, ProductBook book, StockxSettings settings, Clock clock) {
    this.tables = tables;
    this.book = book;
    this.settings = settings;
    this.clock = clock;
  }

  /** The SKUs chosen so far, and the tables that can be read. */
  private record Choice(Set<String> skus, Set<Selection> readable) {}

  PriceProgress progress(@Variable("run") ActiveRun run) {
    return PriceProgress.of(run, settings);
  }

  /** Groups of products that are read side by side and written as one batch. */
  List<List<Target>> groups(
      @Variable("run") ActiveRun run, @Variable("progress") PriceProgress progress) {
    PriceOrder parameters = PriceOrder.of(run);
    List<Target> targets =
        parameters.names() ? named(parameters, progress) : selectedOnce(run, progress);
    progress.selected(targets.size());
    List<List<Target>> groups = new ArrayList<>();
    for (int from = 0; from < targets.size(); from += settings.productsAtOnce()) {
      groups.add(targets.subList(from, Math.min(from + settings.productsAtOnce(), targets.size())));
    }
    return groups;
  }

  /** One product; a SKU whose product is not the one asked for is not fresh. */
  private List<Target> named(PriceOrder parameters, PriceProgress progress) {
    Target target = named(parameters);
    Instant stale = clock.instant().minus(settings.staleAfter());
    boolean known = target.asked().isEmpty() || target.product().isPresent();
    if (known && !parameters.force() && book.isFresh(target.sku(), stale)) {
      progress.fresh(1);
      return List.of();
    }
    return List.of(target);
  }

  private Target named(PriceOrder parameters) {
    Optional<String> id = parameters.productId();
    if (parameters.sku().isEmpty()) {
      return id.flatMap(book::byId)
          .map(known -> new Target(known.sku(), known.product(), id))
          .orElseGet(() -> new Target("", Optional.empty(), id));
    }
    String sku = parameters.sku().get();
    Optional<Product> known = book.product(sku);
    return new Target(sku, known.filter(p -> id.isEmpty() || p.id().equals(id.get())), id);
  }

  /** Two spellings of one product are read once; both are fresh afterwards. */
  private List<Target> selectedOnce(ActiveRun run, PriceProgress progress) {
    Set<String> products = new HashSet<>();
    return selected(run, progress).stream()
        .map(sku -> Target.of(sku, book.product(sku)))
        .filter(target -> target.product().map(Product::id).map(products::add).orElse(true))
        .toList();
  }

  /**
   * The first table, people's own inventory, is taken whole while it fits; where it does not, the
   * later ones keep their part. Each of those leaves some of it to those after it, then the rest is
   * filled in order.
   */
  private Set<String> selected(ActiveRun run, PriceProgress progress) {
    List<Selection> there = settings.selections().stream().filter(tables::isThere).toList();
    int most = settings.productsPerRun();
    int kept = kept(settings.laterPercent(), most);
    Choice choice = new Choice(new LinkedHashSet<>(), new LinkedHashSet<>(there));
    for (int i = 0; i < there.size(); i++) {
      int later = there.size() - 1 - i;
      if (i == 0) {
        chooseWholeOr(run, there.get(0), most, later == 0 ? most : most - kept, choice);
      } else {
        choose(run, there.get(i), most - kept / (there.size() - 1) * later, choice);
      }
    }
    List.copyOf(choice.readable()).forEach(selection -> choose(run, selection, most, choice));
    List.copyOf(choice.readable()).forEach(selection -> tables.tellOverlong(run, selection));
    if (!PriceOrder.of(run).force()) {
      Set<String> fresh = new LinkedHashSet<>();
      List.copyOf(choice.readable()).forEach(s -> tables.fresh(run, s).ifPresent(fresh::addAll));
      progress.fresh(fresh.size());
    }
    return choice.skus();
  }

  /** Places of a run that the tables after the first keep together, at least one. */
  static int kept(int percent, int perRun) {
    return percent == 0 ? 0 : Math.max(1, (int) ((long) perRun * percent / 100));
  }

  /** Takes all of a table, or so many of it where all do not fit into the run. */
  private void chooseWholeOr(
      ActiveRun run, Selection selection, int most, int otherwise, Choice choice) {
    Optional<List<String>> stale = tables.stale(run, selection, choice.skus(), most + 1);
    stale.ifPresentOrElse(
        skus -> choice.skus().addAll(skus.size() <= most ? skus : skus.subList(0, otherwise)),
        () -> choice.readable().remove(selection));
  }

  private void choose(ActiveRun run, Selection selection, int upTo, Choice choice) {
    int free = upTo - choice.skus().size();
    if (free > 0) {
      tables
          .stale(run, selection, choice.skus(), free)
          .ifPresentOrElse(choice.skus()::addAll, () -> choice.readable().remove(selection));
    }
  }
}
