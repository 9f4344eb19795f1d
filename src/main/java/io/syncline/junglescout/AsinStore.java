package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.Cursors;
import io.syncline.core.run.LeasedWrites;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Owns {@code jungle_scout_sync_status}, which is in staging only, and reads {@code product}. Times
 * in that table have no zone: they are UTC.
 */
@Component
final class AsinStore {
  static final String NOT_FOUND = "Product not found in JungleScout API";

  /** The width of {@code asin} in the state's table. */
  private static final int LONGEST_NAME = 20;

  private final LeasedWrites writes;
  private final String status;
  private final String product;

  AsinStore(Databases databases, LeasedWrites writes) {
    this.writes = writes;
    this.status = databases.staging().table("jungle_scout_sync_status");
    this.product = databases.staging().table("product");
  }

  /** One selected product and when its sales were read last. */
  record Row(String asin, Optional<Instant> salesSyncedAt) {}

  /** The state's table as people write it. */
  String statusName() {
    return status.replace("\"", "");
  }

  /** The products' table as people write it. */
  String productName() {
    return product.replace("\"", "");
  }

  /** Several steps in one transaction, so that a dry run sees what its own steps would do. */
  <T> T inOne(ActiveRun run, Function<Steps, T> work) {
    return writes.write(run, client -> work.apply(new Steps(client)));
  }

  /** Not in Jungle Scout: held for fifteen days from now (JS-46). */
  void markNotFound(ActiveRun run, Marketplace marketplace, Collection<String> asins, Instant now) {
    update(
        run,
        "product_fetch_attempted_at = ?, error = ?, updated_at = ?",
        List.of(utc(now), NOT_FOUND, utc(now)),
        marketplace,
        asins);
  }

  /** There is no day to read: the sales are as far as the vendor's are. */
  void markSalesCurrent(
      ActiveRun run, Marketplace marketplace, Collection<String> asins, Instant now) {
    update(run, "sales_due = false, updated_at = ?", List.of(utc(now)), marketplace, asins);
  }

  /** Known to Jungle Scout, but without sales estimates: a real answer, not a failure. */
  void markWithoutSales(
      ActiveRun run,
      Marketplace marketplace,
      Collection<String> asins,
      String reason,
      Instant now) {
    update(
        run,
        "has_sales_data = false, sales_due = false, error = ?, updated_at = ?",
        List.of(reason, utc(now)),
        marketplace,
        asins);
  }

  /** Products of this run whose rows production still lacks. */
  Set<String> pending(ActiveRun run) {
    return writes.write(
        run,
        client ->
            client
                .sql(
                    """
                    SELECT jsonb_array_elements_text(keys -> 'asin') FROM run_batches
                    WHERE run_id = ? AND state = 'pending' AND stream = 'sales'
                    """)
                .param(run.id())
                .query(String.class)
                .set());
  }

  private void update(
      ActiveRun run,
      String assignments,
      List<Object> values,
      Marketplace marketplace,
      Collection<String> asins) {
    writes.writeEach(
        run,
        List.copyOf(asins),
        (client, some) ->
            client
                .sql(
                    "UPDATE %s SET %s WHERE marketplace = ? AND asin = ANY (?)"
                        .formatted(status, assignments))
                .params(values)
                .param(marketplace.word())
                .param(some.toArray(String[]::new))
                .update());
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** The steps of a selection, inside one transaction. */
  final class Steps {
    private final JdbcClient client;

    private Steps(JdbcClient client) {
      this.client = client;
    }

    /** Step 1: forgets the state of products that are not visible any more (JS-34). */
    int cleanUp(Marketplace marketplace) {
      return client
          .sql(
              """
              DELETE FROM %s s USING %s p
              WHERE s.marketplace = ? AND upper(btrim(p.asin)) = s.asin
                AND p.product_visibility IS NOT TRUE
              """
                  .formatted(status, product))
          .param(marketplace.word())
          .update();
    }

    /** Step 2: adds visible products that are not there yet (JS-35). */
    int addNew(Marketplace marketplace, Instant now) {
      return client
          .sql(
              """
              INSERT INTO %s (asin, marketplace, has_product_data, has_sales_data, created_at, updated_at)
              SELECT DISTINCT upper(btrim(asin)), ?, false, false, ?::timestamp, ?::timestamp FROM %s
              WHERE product_visibility AND length(upper(btrim(asin))) BETWEEN 1 AND %d
              ON CONFLICT (asin, marketplace) DO NOTHING
              """
                  .formatted(status, product, LONGEST_NAME))
          .param(marketplace.word())
          .param(utc(now))
          .param(utc(now))
          .update();
    }

    /** Visible products whose name the state has no room for; the first hundred. */
    List<String> overlong() {
      return client
          .sql(
              """
              SELECT DISTINCT upper(btrim(asin)) FROM %s
              WHERE product_visibility AND length(upper(btrim(asin))) > %d ORDER BY 1 LIMIT 100
              """
                  .formatted(product, LONGEST_NAME))
          .query(String.class)
          .list();
    }

    /** A fresh start: every flag as if nothing had been read (JS-08). */
    int reset(Marketplace marketplace, Instant now) {
      return client
          .sql(
              """
              UPDATE %s SET has_product_data = false, has_sales_data = false, error = NULL,
                     product_fetch_attempted_at = NULL, updated_at = ?
              WHERE marketplace = ?
              """
                  .formatted(status))
          .param(utc(now))
          .param(marketplace.word())
          .update();
    }

    /** A cursor moves with the state it stands for. */
    void move(Cursors cursors, ActiveRun run, String stream, JsonNode value) {
      cursors.move(client, run, stream, value);
    }

    /** Priority 1: never read, or not found so long ago that it is worth another try (JS-36). */
    List<Row> fresh(Marketplace marketplace, Instant notFoundBefore, int limit) {
      return undelivered(
          """
          AND s.has_product_data = false
          AND (s.product_fetch_attempted_at IS NULL OR s.product_fetch_attempted_at < ?)
          ORDER BY s.created_at, s.asin LIMIT ?
          """,
          List.of(marketplace.word(), utc(notFoundBefore), limit));
    }

    /** Priority 2: read so long ago that it is stale, the oldest first (JS-37). */
    List<Row> stale(Marketplace marketplace, Instant syncedBefore, int limit) {
      return undelivered(
          """
          AND s.has_product_data AND s.product_data_synced_at < ?
          ORDER BY s.product_data_synced_at, s.asin LIMIT ?
          """,
          List.of(marketplace.word(), utc(syncedBefore), limit));
    }

    /** Read, but the run ended before its sales were: the oldest first. */
    List<Row> withoutSales(Marketplace marketplace, Instant syncedSince, int limit) {
      return undelivered(
          """
          AND s.has_product_data AND s.sales_due AND s.product_data_synced_at >= ?
          ORDER BY s.product_data_synced_at, s.asin LIMIT ?
          """,
          List.of(marketplace.word(), utc(syncedSince), limit));
    }

    /** Every visible product, by ASIN. */
    List<Row> all(Marketplace marketplace) {
      return rows("ORDER BY s.asin", List.of(marketplace.word()));
    }

    /** What a master run that was interrupted left undone, by ASIN. */
    List<Row> unfinished(Marketplace marketplace) {
      return rows(
          """
          AND NOT (s.has_product_data AND (s.has_sales_data OR s.error IS NOT NULL))
          AND s.product_fetch_attempted_at IS NULL
          ORDER BY s.asin
          """,
          List.of(marketplace.word()));
    }

    /** Visible products that Jungle Scout knows. */
    List<Row> withProduct(Marketplace marketplace) {
      return rows("AND s.has_product_data ORDER BY s.asin", List.of(marketplace.word()));
    }

    /**
     * Products whose batches production still lacks are being delivered: an hourly run that read
     * them again would pay for them again.
     */
    private List<Row> undelivered(String condition, List<Object> parameters) {
      return rows(
          """
          AND s.asin NOT IN (
              SELECT jsonb_array_elements_text(b.keys -> 'asin') FROM run_batches b
              WHERE b.state = 'pending' AND b.pipeline = 'junglescout')
          """
              + condition,
          parameters);
    }

    private List<Row> rows(String condition, List<Object> parameters) {
      return client
          .sql(
              """
              SELECT s.asin, s.sales_estimate_data_synced_at
              FROM %s s
              WHERE s.marketplace = ?
                AND EXISTS (SELECT 1 FROM %s p WHERE upper(btrim(p.asin)) = s.asin AND p.product_visibility)
              """
                      .formatted(status, product)
                  + condition)
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
}
