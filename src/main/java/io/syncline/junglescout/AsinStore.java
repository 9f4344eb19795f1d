package io.syncline.junglescout;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import java.time.Clock;
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
  private final JungleScoutSettings settings;
  private final Clock clock;
  private final String status;
  private final String product;

  AsinStore(Databases databases, LeasedWrites writes, JungleScoutSettings settings, Clock clock) {
    this.writes = writes;
    this.settings = settings;
    this.clock = clock;
    this.status = databases.staging().table("jungle_scout_sync_status");
    this.product = databases.staging().table("product");
  }

  /** The state's table. */
  String status() {
    return status;
  }

  /** The products' table. */
  String product() {
    return product;
  }

  LocalDateTime now() {
    return utc(clock.instant());
  }

  /** Several steps in one transaction, so that a dry run sees what its own steps would do. */
  <T> T inOne(ActiveRun run, Marketplace marketplace, Function<AsinSteps, T> work) {
    return writes.write(
        run, client -> work.apply(new AsinSteps(client, this, marketplace, settings)));
  }

  /** Not in Jungle Scout: held for fifteen days from now (JS-46). */
  void markNotFound(ActiveRun run, Marketplace marketplace, Collection<String> asins) {
    update(
        run,
        marketplace,
        asins,
        "product_fetch_attempted_at = ?, error = ?",
        List.of(now(), NOT_FOUND));
  }

  /**
   * Asked for and not there yet, because what came of it is unreadable or refused: the next run
   * begins with others.
   */
  void markAsked(ActiveRun run, Marketplace marketplace, Collection<String> asins) {
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
                .param(now())
                .param(marketplace.word())
                .param(asins.toArray(String[]::new))
                .param(utc(run.startedAt()))
                .update());
  }

  /** There is no day to read: the sales are as far as the vendor's are. */
  void markSalesCurrent(ActiveRun run, Marketplace marketplace, Collection<String> asins) {
    update(run, marketplace, asins, "sales_due = false", List.of());
  }

  /** Known to Jungle Scout, but without sales estimates: a real answer, not a failure. */
  void markWithoutSales(ActiveRun run, Marketplace marketplace, String asin, String reason) {
    String known = "has_sales_data = false, sales_due = false, error = ?";
    update(run, marketplace, List.of(asin), known, List.of(reason));
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
      Marketplace marketplace,
      Collection<String> asins,
      String assignments,
      List<Object> values) {
    String sql = "UPDATE %s SET %s, updated_at = ? WHERE marketplace = ? AND asin = ANY (?)";
    writes.writeEach(
        run,
        List.copyOf(asins),
        (client, some) ->
            client
                .sql(sql.formatted(status, assignments))
                .params(values)
                .param(now())
                .param(marketplace.word())
                .param(some.toArray(String[]::new))
                .update());
  }

  static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
