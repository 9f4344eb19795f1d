package io.syncline.elitefactor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.elitefactor.EliteFactorSettings.Lookup;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Compares the factors that Yuhinkai has with their formula, (elite_count + 1) / (total_items +
 * 10), rounded to four places (EF-17).
 */
@Component
record FactorQuality(FactorTables tables, EliteFactorSettings settings) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> COUNTS = List.of("checked", "outside_0_to_1", "drifting");
  private static final List<String> DRIFT = List.of("code", "stored", "expected");

  /** The counts, once for each artisan that is listed. */
  private static final String COMPARED =
      """
      WITH formula AS (
          SELECT %1$s::text AS code, %2$s::numeric AS stored,
                 round((%3$s + 1)::numeric / (%4$s + 10), 4) AS expected
          FROM %5$s WHERE %2$s IS NOT NULL AND %3$s IS NOT NULL AND %4$s > -10
      ), drift AS (
          SELECT code, stored, expected FROM formula WHERE round(stored, 4) <> expected
      )
      SELECT f.*, d.* FROM (
          SELECT count(*) AS checked, count(*) FILTER (WHERE stored <= 0 OR stored >= 1) AS outside_0_to_1,
                 (SELECT count(*) FROM drift) AS drifting
          FROM formula
      ) AS f LEFT JOIN (SELECT * FROM drift ORDER BY code LIMIT ?) AS d ON true
      """;

  /**
   * Counts of artisans, and the first that drift, by code.
   *
   * @throws RequestRefused 503 when Yuhinkai is not configured or cannot be read
   */
  ApiAnswer report() {
    ObjectNode report = JSON.objectNode();
    ArrayNode drifts = report.putArray("drifts");
    for (Lookup lookup : settings.lookups()) {
      List<ObjectNode> rows = compared(lookup, settings.driftsListed() - drifts.size());
      ObjectNode counts = rows.get(0);
      COUNTS.forEach(it -> report.put(it, report.path(it).asLong() + counts.get(it).asLong()));
      rows.stream()
          .filter(row -> row.hasNonNull("code"))
          .forEach(
              row -> drifts.addObject().put("table", lookup.table()).setAll(row.remove(COUNTS)));
    }
    return ApiAnswer.ok(report);
  }

  private List<ObjectNode> compared(Lookup lookup, int most) {
    try {
      return tables.read(lookup, COMPARED, "code", FactorQuality::json, most);
    } catch (SyncFailure e) {
      boolean hidden = e.reason() == StopReason.ROWS_HIDDEN;
      String title = hidden ? "Yuhinkai may hide rows" : "Yuhinkai cannot be read";
      throw RequestRefused.of(503, e.reason().name(), title, e.getMessage());
    }
  }

  private static ObjectNode json(ResultSet row, int number) throws SQLException {
    ObjectNode json = JSON.objectNode();
    for (String count : COUNTS) {
      json.put(count, row.getLong(count));
    }
    for (String member : DRIFT) {
      json.put(member, row.getString(member));
    }
    return json;
  }
}
