package io.syncline.stockx;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.stockx.StockxSettings.Selection;
import io.syncline.stockx.Target.Product;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides which products a run reads: the configured tables in their order, each SKU once, only
 * what is stale, the longest unread first (SX-06 to SX-08, SX-17, SX-18).
 */
@Component
final class SkuSelector {
  private static final Logger LOG = LoggerFactory.getLogger(SkuSelector.class);
  private static final String CANDIDATES =
      """
      SELECT c.sku FROM (%s) c LEFT JOIN stockx_products p ON p.sku = c.sku
      WHERE (:force OR p.synced_at IS NULL OR p.synced_at < :stale)
        AND (p.unknown_at IS NULL OR p.unknown_at < :retry)
        AND c.sku <> ALL (:chosen)
      ORDER BY p.attempted_at NULLS FIRST, c.rank DESC NULLS LAST, c.sku LIMIT :free
      """;
  private static final String FRESH =
      """
      SELECT c.sku FROM (%s) c JOIN stockx_products p ON p.sku = c.sku WHERE p.synced_at >= :stale
      """;

  private final JdbcClient staging;
  private final ProductBook book;
  private final StockxSettings settings;
  private final Clock clock;
  private final Set<String> toldMissing = ConcurrentHashMap.newKeySet();

  SkuSelector(Databases databases, ProductBook book, StockxSettings settings, Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.book = book;
    this.settings = settings;
    this.clock = clock;
  }

  PriceProgress progress(@Variable("run") ActiveRun run) {
    return PriceProgress.of(run, settings);
  }

  /** Groups of products that are read side by side and written as one batch. */
  List<List<Target>> groups(
      @Variable("run") ActiveRun run, @Variable("progress") PriceProgress progress) {
    Parameters parameters = Parameters.of(run);
    List<Target> targets =
        parameters.names() ? named(parameters, progress) : selectedOnce(parameters, progress);
    progress.selected(targets.size());
    List<List<Target>> groups = new ArrayList<>();
    for (int from = 0; from < targets.size(); from += settings.productsAtOnce()) {
      groups.add(targets.subList(from, Math.min(from + settings.productsAtOnce(), targets.size())));
    }
    return groups;
  }

  /** One product; a SKU whose product is not the one asked for is not fresh. */
  private List<Target> named(Parameters parameters, PriceProgress progress) {
    Target target = named(parameters);
    Instant stale = clock.instant().minus(settings.staleAfter());
    boolean known = target.asked().isEmpty() || target.product().isPresent();
    if (known && !parameters.force() && book.isFresh(target.sku(), stale)) {
      progress.fresh(1);
      return List.of();
    }
    return List.of(target);
  }

  private Target named(Parameters parameters) {
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
  private List<Target> selectedOnce(Parameters parameters, PriceProgress progress) {
    Set<String> products = new HashSet<>();
    return selected(parameters, progress).stream()
        .map(sku -> Target.of(sku, book.product(sku)))
        .filter(target -> target.product().map(Product::id).map(products::add).orElse(true))
        .toList();
  }

  /** First each table leaves some places to those after it, then the rest is filled in order. */
  private Set<String> selected(Parameters parameters, PriceProgress progress) {
    List<Selection> there = settings.selections().stream().filter(this::isThere).toList();
    Set<String> chosen = new LinkedHashSet<>();
    for (int i = 0; i < there.size(); i++) {
      int kept = settings.reserved() * (there.size() - 1 - i);
      choose(there.get(i), Math.max(1, settings.productsPerRun() - kept), parameters, chosen);
    }
    there.forEach(selection -> choose(selection, settings.productsPerRun(), parameters, chosen));
    if (!parameters.force()) {
      Set<String> fresh = new LinkedHashSet<>();
      there.forEach(selection -> fresh.addAll(fresh(selection)));
      progress.fresh(fresh.size());
    }
    return chosen;
  }

  private void choose(Selection selection, int upTo, Parameters parameters, Set<String> chosen) {
    int free = Math.min(upTo, settings.productsPerRun()) - chosen.size();
    if (free <= 0) {
      return;
    }
    Instant now = clock.instant();
    chosen.addAll(
        staging
            .sql(CANDIDATES.formatted(source(selection)))
            .param("top", selection.top())
            .param("since", Timestamp.from(now.minus(selection.within())))
            .param("force", parameters.force())
            .param("stale", Timestamp.from(now.minus(settings.staleAfter())))
            .param("retry", Timestamp.from(now.minus(settings.unknownRetry())))
            .param("chosen", chosen.toArray(String[]::new))
            .param("free", free)
            .query(String.class)
            .list());
  }

  private List<String> fresh(Selection selection) {
    Instant now = clock.instant();
    return staging
        .sql(FRESH.formatted(source(selection)))
        .param("top", selection.top())
        .param("since", Timestamp.from(now.minus(selection.within())))
        .param("stale", Timestamp.from(now.minus(settings.staleAfter())))
        .query(String.class)
        .list();
  }

  /** The SKUs of a table, each once: many users hold the same one (stockx.md section 6). */
  private static String source(Selection selection) {
    String sku = "btrim(" + quoted(selection.sku()) + "::text)";
    String rank =
        selection.rank().isEmpty()
            ? "NULL::numeric"
            : "max(" + quoted(selection.rank()) + "::numeric)";
    String since = selection.at().isEmpty() ? "" : " AND " + quoted(selection.at()) + " >= :since";
    return "SELECT %1$s AS sku, %2$s AS rank FROM %3$s WHERE %1$s <> ''%4$s GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 LIMIT :top"
        .formatted(sku, rank, quoted(selection.table()), since);
  }

  /** One line tells of a table that this shop does not have; it is no fault. */
  private boolean isThere(Selection selection) {
    List<String> columns =
        new ArrayList<>(List.of(selection.sku(), selection.rank(), selection.at()));
    columns.removeIf(String::isEmpty);
    int found =
        staging
            .sql(
                """
                SELECT count(DISTINCT attname) FROM pg_attribute
                WHERE attrelid = to_regclass(:table) AND attname = ANY (:columns) AND NOT attisdropped
                """)
            .param("table", quoted(selection.table()))
            .param("columns", columns.toArray(String[]::new))
            .query(Integer.class)
            .single();
    boolean there = found == Set.copyOf(columns).size();
    if (!there && toldMissing.add(selection.name())) {
      LOG.info(
          "selection left out name={} reason=staging has no {} with {}",
          selection.name(),
          selection.table(),
          columns);
    }
    return there;
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
