package io.syncline.stockx;

import static io.syncline.core.pipeline.Explaining.moment;

import io.syncline.core.database.Databases;
import io.syncline.core.error.Finding;
import io.syncline.core.pipeline.Explaining;
import io.syncline.core.upkeep.ViewRefresh;
import io.syncline.stockx.StockxSettings.Selection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Why prices of a SKU are read or are not, by what selects it. */
@Component
final class SkuWhy {
  private final JdbcClient staging;
  private final CandidateTables tables;
  private final StockxSettings settings;
  private final ViewRefresh views;
  private final Explaining explaining;
  private final Clock clock;

  SkuWhy(
      Databases databases,
      CandidateTables tables,
      StockxSettings settings,
      ViewRefresh views,
      Explaining explaining,
      Clock clock) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.tables = tables;
    this.settings = settings;
    this.views = views;
    this.explaining = explaining;
    this.clock = clock;
  }

  /** What is known of a SKU. */
  private record Known(
      Optional<String> product,
      Optional<Instant> attemptedAt,
      Optional<Instant> syncedAt,
      Optional<Instant> unknownAt,
      Optional<String> error) {

    static Known of(ResultSet row, int number) throws SQLException {
      return new Known(
          Optional.ofNullable(row.getString("product_id")),
          time(row, "attempted_at"),
          time(row, "synced_at"),
          time(row, "unknown_at"),
          Optional.ofNullable(row.getString("error")));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
      return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
  }

  /** What there is to say of a SKU. */
  List<Finding> of(Map<String, String> asked) {
    String sku = asked.getOrDefault("sku", "").strip();
    List<Finding> findings = new ArrayList<>(List.of(explaining.pipeline(Stockx.WORD)));
    findings.add(candidate(sku));
    findings.add(
        staging
            .sql("SELECT * FROM stockx_products WHERE sku = ?")
            .param(sku)
            .query(Known::of)
            .optional()
            .map(this::prices)
            .orElseGet(() -> Finding.warn("prices", "no run has asked for it yet")));
    findings.addAll(explaining.letters(Stockx.WORD, "sku", sku));
    findings.add(explaining.production("master_market_data"));
    findings.add(view());
    return findings;
  }

  private Finding candidate(String sku) {
    List<String> naming =
        settings.selections().stream()
            .filter(tables::isThere)
            .filter(selection -> tables.isNaming(selection, sku))
            .map(Selection::name)
            .toList();
    return naming.isEmpty()
        ? Finding.warn(
            "selection",
            "nothing that is looked at names it: %s; run stockx --param 'sku=%s' reads it once"
                .formatted(settings.selections().stream().map(Selection::table).toList(), sku))
        : Finding.ok("selection", "named by " + naming);
  }

  private Finding prices(Known known) {
    Instant now = clock.instant();
    Optional<Instant> retry = known.unknownAt.map(at -> at.plus(settings.unknownRetry()));
    if (retry.filter(it -> it.isAfter(now)).isPresent()) {
      return Finding.warn(
          "prices",
          "StockX did not know it at %s, asked by %s; looked for again from %s on"
              .formatted(known.unknownAt.get(), by(known.unknownAt.get()), retry.get()));
    }
    Optional<Instant> stale = known.syncedAt.map(at -> at.plus(settings.staleAfter()));
    if (stale.filter(it -> it.isAfter(now)).isPresent()) {
      return Finding.ok(
          "prices",
          "read at %s by %s, due again from %s on"
              .formatted(known.syncedAt.get(), by(known.syncedAt.get()), stale.get()));
    }
    String tried =
        known
            .attemptedAt
            .map(at -> "asked for last at %s by %s".formatted(at, by(at)))
            .orElse("never asked for");
    return Finding.warn(
        "prices",
        "%s, stored last %s%s; due: a run reads %s, those that waited longest first"
            .formatted(
                tried,
                moment(known.syncedAt, "never"),
                known.error.map(it -> ", " + it).orElse(""),
                settings.productsPerRun()));
  }

  /** Readers of production see what the view was last refreshed with. */
  private Finding view() {
    ViewRefresh.State state = views.state(Stockx.VIEW, "production");
    String told = "refreshed last in production " + moment(state.refreshedAt(), "never");
    return state.failures() == 0
        ? Finding.ok("view " + Stockx.VIEW, told)
        : Finding.warn(
            "view " + Stockx.VIEW,
            told + ", failed " + state.failures() + " times since; see the log");
  }

  private String by(Instant at) {
    return explaining.runAt(Stockx.WORD, at);
  }
}
