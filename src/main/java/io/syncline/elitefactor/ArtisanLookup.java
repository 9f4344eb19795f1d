package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.TextNode;
import io.syncline.core.database.RowSecurity;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.letter.UnreadableRecords;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.Stream;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
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
  private final FactorGaps gaps;
  private final UnreadableRecords unreadable;
  private final Clock clock;

  ArtisanLookup(
      @Qualifier("yuhinkai") ObjectProvider<DataSource> yuhinkai,
      EliteFactorSettings settings,
      FactorGaps gaps,
      UnreadableRecords unreadable,
      Clock clock) {
    this.yuhinkai = Optional.ofNullable(yuhinkai.getIfAvailable()).map(JdbcClient::create);
    this.settings = settings;
    this.gaps = gaps;
    this.unreadable = unreadable;
    this.clock = clock;
  }

  private record Found(String code, String factor) {}

  /**
   * The factors of a page as a batch. A code that no table knows, or knows without a factor, is not
   * found; a read that fails never makes a code so (yuhinkai#not-found-and-not-readable).
   *
   * @throws TransientFailure when Yuhinkai cannot be read
   * @throws TerminalFailure when a policy may hide artisans
   */
  Batch read(
      @Body List<String> codes,
      @Variable("run") ActiveRun run,
      @Variable("progress") FactorProgress progress) {
    run.checkGoingOn();
    Stream stream = Selection.of(run).stream();
    Map<String, String> factors = new HashMap<>();
    if (Selection.of(run) == Selection.BACKFILL) {
      factors.putAll(gaps.closing(codes));
    }
    List<String> unknown = codes.stream().filter(code -> !factors.containsKey(code)).toList();
    int duplicates = lookUp(unknown, factors, progress);
    run.sourceAnswered();
    List<SyncRecord> records = new ArrayList<>(factors.size());
    List<RejectedRecord> rejected = new ArrayList<>();
    factors.forEach(
        (code, factor) ->
            number(factor)
                .ifPresentOrElse(
                    number -> records.add(SyncRecord.of(code, number)),
                    () ->
                        rejected.add(
                            new RejectedRecord(
                                code, TextNode.valueOf(factor), "elite_factor: not a number"))));
    unreadable.keep(run, stream, rejected);
    // Only now: a failure above has the page read again, and it must not be counted twice.
    List<String> notFound = codes.stream().filter(code -> !factors.containsKey(code)).toList();
    progress.lookedUp(notFound, rejected.size(), duplicates);
    return Batch.of(stream, records, clock.instant());
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
      LOG.warn(
          "yuhinkai cannot be read table={} cause={}",
          lookup.table(),
          e.getClass().getSimpleName());
      throw TransientFailure.source(
          StopReason.SOURCE_UNAVAILABLE,
          "Yuhinkai cannot be read (table " + lookup.table() + "): check DB_YUHINKAI_*");
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

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
