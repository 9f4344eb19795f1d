package io.syncline.elitefactor;

import io.syncline.core.database.Databases;
import io.syncline.core.error.Finding;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.pipeline.Explaining;
import io.syncline.elitefactor.EliteFactorSettings.Lookup;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Why a listing has the factor that it has, beside what Yuhinkai says now. */
@Component
final class ListingWhy {
  private static final String TABLE = "listings";
  private static final String NOW =
      "SELECT t.%2$s AS factor, t.%1$s AS code FROM %5$s t WHERE t.%1$s = ? AND t.%2$s IS NOT NULL";

  private final JdbcClient staging;
  private final FactorTables tables;
  private final EliteFactorSettings settings;
  private final Explaining explaining;

  ListingWhy(
      Databases databases,
      FactorTables tables,
      EliteFactorSettings settings,
      Explaining explaining) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.tables = tables;
    this.settings = settings;
    this.explaining = explaining;
  }

  /** Listings of an artisan with the factor that they hold. */
  private record Held(long listings, @Nullable BigDecimal least, @Nullable BigDecimal most) {}

  /**
   * What there is to say of a listing.
   *
   * @throws RequestRefused 400 for what is no id
   */
  List<Finding> ofListing(Map<String, String> asked) {
    String id = asked.getOrDefault("listing", "");
    if (!id.matches("[0-9]{1,18}")) {
      throw RequestRefused.invalid("listing", "must be the id of a listing", List.of());
    }
    List<Optional<String>> artisan =
        staging
            .sql("SELECT artisan_id FROM listings WHERE id = ?")
            .param(Long.parseLong(id))
            .query((row, number) -> Optional.ofNullable(row.getString(1)))
            .list();
    Finding pipeline = explaining.pipeline(EliteFactor.WORD);
    if (artisan.isEmpty()) {
      return List.of(
          pipeline,
          Finding.fail("listing", "not in staging; listings are made by others, never by a run"));
    }
    if (artisan.get(0).isEmpty()) {
      return List.of(
          pipeline, Finding.warn("listing", "names no artisan, so that it gets no factor"));
    }
    List<Finding> findings = new ArrayList<>(List.of(pipeline));
    findings.addAll(artisan(artisan.get(0).get()));
    return findings;
  }

  /** What there is to say of the listings of an artisan. */
  List<Finding> ofArtisan(Map<String, String> asked) {
    List<Finding> findings = new ArrayList<>(List.of(explaining.pipeline(EliteFactor.WORD)));
    findings.addAll(artisan(asked.getOrDefault("artisan", "")));
    return findings;
  }

  private List<Finding> artisan(String code) {
    List<Finding> findings = new ArrayList<>();
    Held held = held(code);
    findings.add(
        explaining
            .lastWith(TABLE, "artisan_id", code)
            .map(run -> Finding.ok("last look", "by " + run))
            .orElseGet(
                () ->
                    Finding.warn(
                        "last look", "no run of late had this artisan with a factor in hand")));
    findings.add(factor(code, held));
    findings.addAll(explaining.letters(EliteFactor.WORD, "artisan_id", code));
    findings.add(explaining.production(TABLE));
    return findings;
  }

  private Held held(String code) {
    return staging
        .sql(
            """
            SELECT count(*), min(coalesce(artisan_elite_factor, -1)), max(artisan_elite_factor)
            FROM listings WHERE artisan_id = ?
            """)
        .param(code)
        .query(
            (row, number) -> new Held(row.getLong(1), row.getBigDecimal(2), row.getBigDecimal(3)))
        .single();
  }

  private Finding factor(String code, Held held) {
    if (held.listings == 0) {
      return Finding.warn("listings", "none of staging names this artisan");
    }
    Optional<BigDecimal> says;
    try {
      says = says(code);
    } catch (RequestRefused | SyncFailure e) {
      return Finding.fail("Yuhinkai", e.getMessage() + "; see doctor");
    }
    if (says.isEmpty()) {
      return Finding.warn(
          "factor", "Yuhinkai has none of this artisan; its listings keep what they hold");
    }
    boolean isAlike =
        held.least != null
            && held.most != null
            && held.least.compareTo(says.get()) == 0
            && held.most.compareTo(says.get()) == 0;
    return isAlike
        ? Finding.ok("factor", "all listings hold %s, as Yuhinkai says".formatted(says.get()))
        : Finding.warn(
            "factor",
            "Yuhinkai says %s, not all of %s listings hold it; nobody has told of the change: POST /api/admin/sync-elite-factor with this code, or run elitefactor"
                .formatted(says.get(), held.listings));
  }

  /** As it would be written: the first table that knows the artisan wins, with four places. */
  private Optional<BigDecimal> says(String code) {
    return settings.lookups().stream()
        .filter(lookup -> lookup.mayKnow(code))
        .flatMap(lookup -> read(lookup, code).stream())
        .findFirst();
  }

  private List<BigDecimal> read(Lookup lookup, String code) {
    return tables
        .read(lookup, NOW, "code, factor", (row, number) -> row.getBigDecimal("factor"), code)
        .stream()
        .map(it -> it.setScale(4, RoundingMode.HALF_UP))
        .toList();
  }
}
