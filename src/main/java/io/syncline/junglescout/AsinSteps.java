package io.syncline.junglescout;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The steps of a selection, inside one transaction. */
final class AsinSteps {
  /** Not found so lately that it is not worth another try (JS-46). */
  private static final String NOT_HELD =
      "AND (s.product_fetch_attempted_at IS NULL OR s.product_fetch_attempted_at < ?)\n";

  /** The width of {@code asin} in the state's table. */
  private static final int LONGEST_NAME = 20;

  private final JdbcClient client;
  private final String status;
  private final String product;
  private final String marketplace;
  private final LocalDateTime now;
  private final LocalDateTime notFoundBefore;
  private final LocalDateTime syncedBefore;

  /** Those of a marketplace at this moment. */
  AsinSteps(
      JdbcClient client, AsinStore store, Marketplace marketplace, JungleScoutSettings settings) {
    this.client = client;
    this.status = store.status();
    this.product = store.product();
    this.marketplace = marketplace.word();
    this.now = store.now();
    this.notFoundBefore = now.minusDays(settings.notFoundRetryDays());
    this.syncedBefore = now.minusDays(settings.staleAfterDays());
  }

  /** One selected product and when its sales were read last. */
  record Row(String asin, Optional<Instant> salesSyncedAt) {}

  /** What was not found since then is held. */
  LocalDateTime notFoundBefore() {
    return notFoundBefore;
  }

  /** Step 1: forgets the state of products that are not visible any more (JS-34). */
  int cleanUp() {
    return client
        .sql(
            """
            DELETE FROM %s s USING %s p
            WHERE s.marketplace = ? AND upper(btrim(p.asin)) = s.asin
              AND p.product_visibility IS NOT TRUE
            """
                .formatted(status, product))
        .param(marketplace)
        .update();
  }

  /** Step 2: adds visible products that are not there yet (JS-35). */
  int addNew() {
    return client
        .sql(
            """
            INSERT INTO %s (asin, marketplace, has_product_data, has_sales_data, created_at, updated_at)
            SELECT DISTINCT upper(btrim(asin)), ?, false, false, ?::timestamp, ?::timestamp FROM %s
            WHERE product_visibility AND length(upper(btrim(asin))) BETWEEN 1 AND %s
            ON CONFLICT (asin, marketplace) DO NOTHING
            """
                .formatted(status, product, LONGEST_NAME))
        .param(marketplace)
        .param(now)
        .param(now)
        .update();
  }

  /** Visible products whose name the state has no room for; the first hundred. */
  List<String> overlong() {
    return client
        .sql(
            """
            SELECT DISTINCT upper(btrim(asin)) FROM %s
            WHERE product_visibility AND length(upper(btrim(asin))) > %s ORDER BY 1 LIMIT 100
            """
                .formatted(product, LONGEST_NAME))
        .query(String.class)
        .list();
  }

  /** A fresh start: every flag as if nothing had been read (JS-08), and the cursor with them. */
  void startAnew(Cursors cursors, ActiveRun run, SyncOrder order) {
    client
        .sql(
            """
            UPDATE %s SET has_product_data = false, has_sales_data = false, error = NULL,
                   product_fetch_attempted_at = NULL, updated_at = ?
            WHERE marketplace = ?
            """
                .formatted(status))
        .param(now)
        .param(marketplace)
        .update();
    cursors.move(
        client,
        run,
        MasterCursor.stream(order.marketplace()),
        MasterCursor.value(0, run, order.range()));
  }

  /** Priority 1: never read, or not found so long ago that it is worth another try (JS-36). */
  List<Row> fresh(int limit) {
    return due(
        """
        AND s.has_product_data = false
        ORDER BY s.product_asked_at NULLS FIRST, s.created_at, s.asin LIMIT ?
        """,
        limit);
  }

  /** Priority 2: read so long ago that it is stale, the oldest first (JS-37). */
  List<Row> stale(int limit) {
    return due(
        """
        AND s.has_product_data AND s.product_data_synced_at < ?
        ORDER BY s.product_asked_at NULLS FIRST, s.product_data_synced_at, s.asin LIMIT ?
        """,
        syncedBefore,
        limit);
  }

  /** Read, but the run ended before its sales were: the oldest first. */
  List<Row> withoutSales(int limit) {
    return due(
        """
        AND s.has_product_data AND s.sales_due AND s.product_data_synced_at >= ?
        ORDER BY s.product_data_synced_at, s.asin LIMIT ?
        """,
        syncedBefore,
        limit);
  }

  /** Every visible product, by ASIN. */
  List<Row> all() {
    return rows("ORDER BY s.asin");
  }

  /** What a master run that was interrupted left undone, by ASIN. */
  List<Row> unfinished() {
    return rows(
        """
        AND NOT (s.has_product_data AND (s.has_sales_data OR s.error IS NOT NULL))
        AND s.product_fetch_attempted_at IS NULL
        ORDER BY s.asin
        """);
  }

  /** Visible products that Jungle Scout knows, as far as it was asked. */
  List<Row> withProduct() {
    return rows(NOT_HELD + "AND s.has_product_data ORDER BY s.asin", notFoundBefore);
  }

  /**
   * What an hourly run may pay for: not what is held, whether it was ever read or not, and not what
   * production still lacks, which is being delivered.
   */
  private List<Row> due(String condition, Object... parameters) {
    return rows(
        NOT_HELD
            + """
            AND s.asin NOT IN (
                SELECT jsonb_array_elements_text(b.keys -> 'asin') FROM run_batches b
                WHERE b.state = 'pending' AND b.pipeline = 'junglescout')
            """
            + condition,
        Stream.concat(Stream.of(notFoundBefore), Stream.of(parameters)).toArray());
  }

  private List<Row> rows(String condition, Object... parameters) {
    return client
        .sql(
            """
            SELECT s.asin::text, s.sales_estimate_data_synced_at
            FROM %s s
            WHERE s.marketplace = ?
              AND EXISTS (SELECT 1 FROM %s p WHERE upper(btrim(p.asin)) = s.asin AND p.product_visibility)
            """
                    .formatted(status, product)
                + condition)
        .param(marketplace)
        .params(parameters)
        .query(
            (row, number) ->
                new Row(
                    row.getString(1),
                    Optional.ofNullable(row.getObject(2, LocalDateTime.class))
                        .map(at -> at.toInstant(ZoneOffset.UTC))))
        .list();
  }
}
