package io.syncline.junglescout;

import static io.syncline.core.pipeline.Explaining.moment;

import io.syncline.core.database.Databases;
import io.syncline.core.error.Finding;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Explaining;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Why a product is read or is not, by the steps that select it. */
@Component
final class ProductWhy {
  private static final String VISIBLE =
      "SELECT bool_or(product_visibility IS TRUE) FROM %s WHERE upper(btrim(asin)) = ? HAVING count(*) > 0";

  private final JdbcClient staging;
  private final AsinStore store;
  private final JungleScoutSettings settings;
  private final Explaining explaining;

  ProductWhy(
      Databases databases, AsinStore store, JungleScoutSettings settings, Explaining explaining) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.store = store;
    this.settings = settings;
    this.explaining = explaining;
  }

  /** A row of the state's table; times in it are UTC. */
  private record State(
      boolean hasProduct,
      boolean hasSales,
      boolean salesDue,
      Optional<String> error,
      Optional<Instant> productAt,
      Optional<Instant> salesAt,
      Optional<Instant> notFoundAt,
      Optional<Instant> askedAt) {

    static State of(ResultSet row, int number) throws SQLException {
      return new State(
          row.getBoolean("has_product_data"),
          row.getBoolean("has_sales_data"),
          row.getBoolean("sales_due"),
          Optional.ofNullable(row.getString("error")),
          time(row, "product_data_synced_at"),
          time(row, "sales_estimate_data_synced_at"),
          time(row, "product_fetch_attempted_at"),
          time(row, "product_asked_at"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
      return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
          .map(at -> at.toInstant(ZoneOffset.UTC));
    }
  }

  /**
   * What there is to say of a product in a marketplace.
   *
   * @throws RequestRefused 400 for what is no marketplace
   */
  List<Finding> of(Map<String, String> asked) {
    String asin = asked.getOrDefault("asin", "").strip().toUpperCase(Locale.ROOT);
    String marketplace =
        asked.getOrDefault("marketplace", settings.scheduledMarketplace()).toLowerCase(Locale.ROOT);
    if (!List.of(Marketplace.words()).contains(marketplace)) {
      throw RequestRefused.invalid("marketplace", "unknown", List.of(Marketplace.words()));
    }
    List<Finding> findings = new ArrayList<>(List.of(explaining.pipeline(JungleScout.WORD)));
    if (!marketplace.equals(settings.scheduledMarketplace())) {
      findings.add(
          Finding.warn(
              "schedule",
              "reads %s only; run junglescout --param marketplace=%s reads this one"
                  .formatted(settings.scheduledMarketplace(), marketplace)));
    }
    findings.add(candidate(asin));
    findings.addAll(state(asin, marketplace));
    findings.addAll(explaining.letters(JungleScout.WORD, "asin", asin));
    findings.add(explaining.production(JungleScout.PRODUCTS.table()));
    return findings;
  }

  private Finding candidate(String asin) {
    Optional<Boolean> visible =
        staging.sql(VISIBLE.formatted(store.product())).param(asin).query(Boolean.class).optional();
    String table = store.product().replace("\"", "");
    if (visible.isEmpty()) {
      return Finding.fail(
          "product", "not in %s of staging, so that no run selects it".formatted(table));
    }
    return visible.get()
        ? Finding.ok("product", "visible in " + table)
        : Finding.warn(
            "product", "not visible: no run selects it; set product_visibility in " + table);
  }

  private List<Finding> state(String asin, String marketplace) {
    return staging
        .sql("SELECT * FROM %s WHERE asin = ? AND marketplace = ?".formatted(store.status()))
        .params(asin, marketplace)
        .query(State::of)
        .optional()
        .map(state -> List.of(product(state), sales(state)))
        .orElseGet(
            () ->
                List.of(
                    Finding.warn(
                        "state",
                        "no run has met it in %s yet; the next one begins with it"
                            .formatted(marketplace))));
  }

  private Finding product(State state) {
    Instant now = store.now().toInstant(ZoneOffset.UTC);
    Optional<Instant> heldUntil =
        state.notFoundAt.map(at -> at.plus(Duration.ofDays(settings.notFoundRetryDays())));
    if (heldUntil.filter(it -> it.isAfter(now)).isPresent()) {
      return Finding.warn(
          "product data",
          "%s at %s by %s; asked for again from %s on"
              .formatted(
                  state.error.orElse("not found"),
                  state.notFoundAt.get(),
                  by(state.notFoundAt.get()),
                  heldUntil.get()));
    }
    if (!state.hasProduct) {
      return Finding.warn(
          "product data",
          state
                  .askedAt
                  .map(at -> "asked for at %s by %s and not stored; ".formatted(at, by(at)))
                  .orElse("never read; ")
              + "due, new products come first, %s in a run".formatted(settings.hourlyLimit()));
    }
    Instant read = state.productAt.orElse(Instant.EPOCH);
    Instant stale = read.plus(Duration.ofDays(settings.staleAfterDays()));
    String told = "read at %s by %s".formatted(read, by(read));
    return stale.isAfter(now)
        ? Finding.ok("product data", told + ", due again from " + stale + " on")
        : Finding.warn(
            "product data",
            "%s, due since %s; %s products in a run, new ones first, then the oldest"
                .formatted(told, stale, settings.hourlyLimit()));
  }

  private Finding sales(State state) {
    String read = moment(state.salesAt, "never");
    if (state.salesDue) {
      return Finding.warn(
          "sales",
          "read last at " + read + "; due, as the run ended before: the next one reads them");
    }
    if (state.hasSales) {
      return Finding.ok("sales", "read last at " + read + "; read again with its product data");
    }
    return Finding.warn(
        "sales",
        state.error.orElse("none yet")
            + "; read last at "
            + read
            + ", again with its product data");
  }

  private String by(Instant at) {
    return explaining.runAt(JungleScout.WORD, at);
  }
}
