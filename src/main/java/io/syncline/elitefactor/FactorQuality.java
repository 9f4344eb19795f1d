package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.RowSecurity;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.pipeline.ApiAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares the factors that Yuhinkai has with their formula, (elite_count + 1) / (total_items +
 * 10), rounded to four places (EF-17).
 */
@Component
final class FactorQuality {
  private static final String WITH_EXPECTED =
      """
      WITH artisan AS (
          SELECT %1$s AS code, %2$s::numeric AS stored,
                 round((%4$s + 1)::numeric / (%5$s + 10), 4) AS expected
          FROM %3$s WHERE %2$s IS NOT NULL AND %4$s IS NOT NULL AND %5$s > -10
      )
      """;
  private static final String DRIFT = "round(stored, 4) <> expected";

  private final Optional<JdbcClient> yuhinkai;
  private final EliteFactorSettings settings;

  FactorQuality(
      @Qualifier("yuhinkai") ObjectProvider<DataSource> yuhinkai, EliteFactorSettings settings) {
    this.yuhinkai = Optional.ofNullable(yuhinkai.getIfAvailable()).map(JdbcClient::create);
    this.settings = settings;
  }

  /**
   * Counts of artisans, and the first that drift, by code.
   *
   * @throws RequestRefused 503 when Yuhinkai is not configured or cannot be read
   */
  ApiAnswer report() {
    JdbcClient source =
        yuhinkai.orElseThrow(
            () -> RequestRefused.pipelineOff(EliteFactor.WORD, List.of("DB_YUHINKAI_HOST")));
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    int checked = 0;
    int outside = 0;
    int drifting = 0;
    ArrayNode listed = report.putArray("drifts");
    for (EliteFactorSettings.Lookup lookup : settings.lookups()) {
      try {
        requireVisible(source, lookup.table());
        Map<String, Object> counts = counts(source, lookup);
        checked += number(counts, "checked");
        outside += number(counts, "outside");
        drifting += number(counts, "drifting");
        list(source, lookup, settings.driftsListed() - listed.size(), listed);
      } catch (DataAccessException e) {
        throw RequestRefused.of(
            503, "SOURCE_UNAVAILABLE", "Yuhinkai cannot be read", UnreadTable.reason(lookup, e));
      }
    }
    report.put("checked", checked);
    report.put("outside_0_to_1", outside);
    report.put("drifting", drifting);
    return ApiAnswer.ok(report);
  }

  private static void requireVisible(JdbcClient source, String table) {
    if (source.sql("SELECT " + RowSecurity.hidesFromReading(table)).query(Boolean.class).single()) {
      throw RequestRefused.of(
          503,
          "ROWS_HIDDEN",
          "Yuhinkai may hide rows",
          TerminalFailure.rowsHidden("Yuhinkai", table).getMessage());
    }
  }

  private static Map<String, Object> counts(JdbcClient source, EliteFactorSettings.Lookup lookup) {
    return source
        .sql(
            withExpected(lookup)
                + "SELECT count(*) AS checked,"
                + " count(*) FILTER (WHERE stored <= 0 OR stored >= 1) AS outside,"
                + " count(*) FILTER (WHERE "
                + DRIFT
                + ") AS drifting FROM artisan")
        .query()
        .singleRow();
  }

  private static void list(
      JdbcClient source, EliteFactorSettings.Lookup lookup, int most, ArrayNode listed) {
    source
        .sql(
            withExpected(lookup)
                + "SELECT code, stored, expected FROM artisan WHERE "
                + DRIFT
                + " ORDER BY code LIMIT ?")
        .param(most)
        .query()
        .listOfRows()
        .forEach(
            row ->
                listed
                    .addObject()
                    .put("table", lookup.table())
                    .put("code", String.valueOf(row.get("code")))
                    .put("stored", String.valueOf(row.get("stored")))
                    .put("expected", String.valueOf(row.get("expected"))));
  }

  private static String withExpected(EliteFactorSettings.Lookup lookup) {
    return WITH_EXPECTED.formatted(
        lookup.key(), lookup.factor(), lookup.table(), lookup.eliteCount(), lookup.totalItems());
  }

  private static int number(Map<String, Object> counts, String name) {
    return ((Number) counts.get(name)).intValue();
  }
}
