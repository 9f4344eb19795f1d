package io.syncline.junglescout;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Owns {@code jungle_scout_sync_status}, which is in staging only, and reads {@code product}. Times
 * in that table have no zone: they are UTC.
 */
@Component
final class AsinStore {
  static final String NOT_FOUND = "Product not found in JungleScout API";

  private final LeasedWrites writes;
  private final String status;
  private final String product;

  AsinStore(Databases databases, LeasedWrites writes) {
    this.writes = writes;
    this.status = databases.staging().table("jungle_scout_sync_status");
    this.product = databases.staging().table("product");
  }

  /** The state's table as people write it. */
  String statusName() {
    return status.replace("\"", "");
  }

  /** The products' table as people write it. */
  String productName() {
    return product.replace("\"", "");
  }

  /** Several steps in one transaction, so that a dry run sees what its own steps would do. */
  <T> T inOne(ActiveRun run, Function<AsinSteps, T> work) {
    return writes.write(run, client -> work.apply(new AsinSteps(client, status, product)));
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

  /**
   * Asked for and not there yet, because what came of it is unreadable or refused: the next run
   * begins with others.
   */
  void markAsked(ActiveRun run, Marketplace marketplace, Collection<String> asins, Instant now) {
    if (asins.isEmpty()) {
      return;
    }
    writes.write(
        run,
        client ->
            client
                .sql(
                    """
                    UPDATE %s SET product_asked_at = ?
                    WHERE marketplace = ? AND asin = ANY (?)
                      AND (NOT has_product_data OR product_data_synced_at < ?)
                    """
                        .formatted(status))
                .param(utc(now))
                .param(marketplace.word())
                .param(asins.toArray(String[]::new))
                .param(utc(run.startedAt()))
                .update());
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

  static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
