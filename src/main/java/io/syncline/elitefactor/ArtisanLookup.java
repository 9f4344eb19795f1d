package io.syncline.elitefactor;

import io.syncline.core.database.RowSecurity;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Gaps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the factors of artisans from Yuhinkai: one statement per table for all codes of a page. */
@Component
final class ArtisanLookup {
  private static final Logger LOG = LoggerFactory.getLogger(ArtisanLookup.class);

  private static final int LONGEST_CODE = 200;

  private final Optional<JdbcClient> yuhinkai;
  private final EliteFactorSettings settings;
  private final Gaps gaps;

  ArtisanLookup(
      @Qualifier("yuhinkai") ObjectProvider<DataSource> yuhinkai,
      EliteFactorSettings settings,
      Gaps gaps) {
    this.yuhinkai = Optional.ofNullable(yuhinkai.getIfAvailable()).map(JdbcClient::create);
    this.settings = settings;
    this.gaps = gaps;
  }

  private record Found(String code, String factor) {}

  /**
   * The factors of a page of codes, as they are stored. A code that no table knows, or knows
   * without a factor, is not found; a read that fails never makes a code so
   * (yuhinkai#not-found-and-not-readable).
   *
   * @throws TransientFailure when Yuhinkai cannot be read
   * @throws TerminalFailure when a policy may hide artisans
   */
  FactorReading fetch(
      @Body List<String> codes,
      @Variable("run") ActiveRun run,
      @Variable("progress") FactorProgress progress) {
    run.checkGoingOn();
    Map<String, String> factors = new HashMap<>(gaps.closing(EliteFactor.streamOf(run), codes));
    List<String> unknown = codes.stream().filter(code -> !factors.containsKey(code)).toList();
    int duplicates = lookUp(unknown, factors, progress);
    run.tally().sourceAnswered();
    return new FactorReading(codes, factors, duplicates);
  }

  /** Fills in the factors that are known; answers how many codes two tables know. */
  private int lookUp(List<String> codes, Map<String, String> factors, FactorProgress progress) {
    int duplicates = 0;
    for (EliteFactorSettings.Lookup lookup : settings.lookups()) {
      List<String> asked = codes.stream().filter(lookup::mayKnow).toList();
      if (!asked.isEmpty()) {
        for (Found found : progress.lookUp(() -> read(lookup, asked))) {
          String winner = factors.putIfAbsent(found.code(), found.factor());
          if (winner != null) {
            String code = OneLine.of(found.code(), LONGEST_CODE);
            LOG.info("artisan is in two tables code={} ignored={}", code, lookup.table());
            duplicates++;
          }
        }
      }
    }
    return duplicates;
  }

  private List<Found> read(EliteFactorSettings.Lookup lookup, List<String> codes) {
    try {
      return yuhinkai
          .orElseThrow(() -> new IllegalStateException("the pipeline is off"))
          .sql(
              """
              SELECT h.hidden, f.code, f.factor::text
              FROM (SELECT %4$s AS hidden) h
              LEFT JOIN LATERAL (
                  SELECT a.code, t.%2$s AS factor
                  FROM unnest(?) AS a (code) JOIN %3$s t ON t.%1$s = a.code WHERE t.%2$s IS NOT NULL
              ) f ON true
              ORDER BY f.code, f.factor
              """
                  .formatted(
                      lookup.key(),
                      lookup.factor(),
                      lookup.table(),
                      RowSecurity.hidesFromReading(lookup.table())))
          .param(codes.toArray(String[]::new))
          .query((row, number) -> found(lookup, row))
          .list()
          .stream()
          .flatMap(Optional::stream)
          .toList();
    } catch (DataAccessException e) {
      String reason = UnreadTable.reason(lookup, e);
      LOG.warn("yuhinkai not read table={} reason={}", lookup.table(), reason);
      throw TransientFailure.source(StopReason.SOURCE_UNAVAILABLE, reason);
    }
  }

  /** Nothing, where nothing was found; a code that a policy may hide is not "not found". */
  private static Optional<Found> found(EliteFactorSettings.Lookup lookup, ResultSet row)
      throws SQLException {
    if (row.getBoolean(1)) {
      throw TerminalFailure.rowsHidden("Yuhinkai", lookup.table());
    }
    String code = row.getString(2);
    return code == null ? Optional.empty() : Optional.of(new Found(code, row.getString(3)));
  }
}
