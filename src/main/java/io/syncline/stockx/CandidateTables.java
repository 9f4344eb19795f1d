package io.syncline.stockx;

import io.syncline.core.database.Databases;
import io.syncline.core.database.UnpreparedTemplate;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.SqlStates;
import io.syncline.core.run.ActiveRun;
import io.syncline.stockx.StockxSettings.Selection;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * The tables that say which SKUs matter. They are other people's: one that is not there is left
 * out, and one that cannot be read costs itself only.
 */
@Component
final class CandidateTables {
  private static final Logger LOG = LoggerFactory.getLogger(CandidateTables.class);
  private static final int LONGEST_SKU = 200;
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
  private final StockxSettings settings;
  private final Clock clock;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  CandidateTables(Databases databases, StockxSettings settings, Clock clock) {
    this.staging = JdbcClient.create(new UnpreparedTemplate(databases.staging().pool()));
    this.settings = settings;
    this.clock = clock;
  }

  /** SKUs of a table that are to be read, at most so many; empty when it cannot be asked. */
  Optional<List<String>> stale(ActiveRun run, Selection selection, Set<String> chosen, int free) {
    return asked(
        run,
        selection,
        () ->
            among(CANDIDATES, selection)
                .param("force", PriceOrder.of(run).force())
                .param("retry", before(settings.unknownRetry()))
                .param("chosen", chosen.toArray(String[]::new))
                .param("free", free));
  }

  /** SKUs of a table that are fresh. */
  Optional<List<String>> fresh(ActiveRun run, Selection selection) {
    return asked(run, selection, () -> among(FRESH, selection));
  }

  /** Whether a table names the SKU for somebody who asks; one that cannot be read names none. */
  boolean isNaming(Selection selection, String sku) {
    try {
      return staging
          .sql(
              "SELECT EXISTS (SELECT 1 FROM (%s) c WHERE c.sku = :sku)"
                  .formatted(source(selection)))
          .param("top", selection.top())
          .param("since", before(selection.within()))
          .param("sku", sku)
          .query(Boolean.class)
          .single();
    } catch (DataAccessException e) {
      if (!isItsOwn(SqlStates.of(e).orElse(""))) {
        throw e;
      }
      return false;
    }
  }

  private StatementSpec among(String sql, Selection selection) {
    return staging
        .sql(sql.formatted(source(selection)))
        .param("top", selection.top())
        .param("since", before(selection.within()))
        .param("stale", before(settings.staleAfter()));
  }

  private Timestamp before(Duration age) {
    return Timestamp.from(clock.instant().minus(age));
  }

  /**
   * Tells of SKUs that no index is sure to hold. They cannot be remembered as read or unknown, and
   * would be the first of every run; StockX has none of that length.
   */
  void tellOverlong(ActiveRun run, Selection selection) {
    String sku = "btrim(" + quoted(selection.sku()) + "::text)";
    String text =
        "SELECT DISTINCT %1$s FROM %2$s WHERE length(%1$s) > %3$s ORDER BY 1 LIMIT 100"
            .formatted(sku, quoted(selection.table()), LONGEST_SKU);
    asked(run, selection, () -> staging.sql(text))
        .orElse(List.of())
        .forEach(
            overlong ->
                run.trouble(
                    ErrorKind.PARSE,
                    overlong,
                    "%s: a SKU is longer than %s characters: %s"
                        .formatted(selection.name(), LONGEST_SKU, overlong)));
  }

  /** One line tells of a table that this shop does not have; it is no fault. */
  boolean isThere(Selection selection) {
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
    if (!there && told.add(selection.name())) {
      LOG.info(
          "selection left out name={} reason=staging has no {} with {}",
          selection.name(),
          selection.table(),
          columns);
    }
    return there;
  }

  private Optional<List<String>> asked(
      ActiveRun run, Selection selection, Supplier<StatementSpec> query) {
    try {
      return Optional.of(query.get().query(String.class).list());
    } catch (DataAccessException e) {
      String state = SqlStates.of(e).orElse("");
      if (!isItsOwn(state)) {
        throw e;
      }
      leaveOut(run, selection, state);
      return Optional.empty();
    }
  }

  private void leaveOut(ActiveRun run, Selection selection, String state) {
    String reason =
        "the selection %s cannot be read (SQLSTATE %s): check %s and syncline.stockx.selections"
            .formatted(selection.name(), state, selection.table());
    run.trouble(ErrorKind.DB, selection.name(), reason);
    if (told.add(selection.name() + state)) {
      LOG.warn("selection left out name={} reason={}", selection.name(), reason);
    }
  }

  /** A value, a type, a missing right or a time-out; anything else is an outage of staging. */
  private static boolean isItsOwn(String state) {
    return SqlStates.isRefusal(state)
        || state.startsWith("42")
        || state.equals("57014")
        || state.equals("55P03");
  }

  /**
   * The SKUs of a table, each once: many users hold the same one
   * (stockx#many-users-hold-the-same-sku). Where there is a rank, a product with none of it, or 0,
   * is no candidate: nobody searched for it.
   */
  private static String source(Selection selection) {
    String sku = "btrim(" + quoted(selection.sku()) + "::text)";
    String rank =
        selection.rank().isEmpty()
            ? "NULL::numeric"
            : "max(" + quoted(selection.rank()) + "::numeric)";
    String ranked = selection.rank().isEmpty() ? "" : " HAVING " + rank + " <> 0";
    String since = selection.at().isEmpty() ? "" : " AND " + quoted(selection.at()) + " >= :since";
    return "SELECT %1$s AS sku, %2$s AS rank FROM %3$s WHERE length(%1$s) BETWEEN 1 AND %5$s%4$s GROUP BY 1%6$s ORDER BY 2 DESC NULLS LAST, 1 LIMIT :top"
        .formatted(sku, rank, quoted(selection.table()), since, LONGEST_SKU, ranked);
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }
}
