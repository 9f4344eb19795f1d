package io.syncline.elitefactor;

import io.syncline.core.error.OneLine;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Gaps;
import io.syncline.elitefactor.EliteFactorSettings.Lookup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads the factors of artisans from Yuhinkai: one statement per table for all codes of a page. */
@Component
record ArtisanLookup(FactorTables tables, EliteFactorSettings settings, Gaps gaps) {
  private static final Logger LOG = LoggerFactory.getLogger(ArtisanLookup.class);

  private static final String FACTORS =
      """
      SELECT a.code, t.%2$s AS factor, t.%2$s::text AS text
      FROM unnest(?) AS a (code) JOIN %5$s t ON t.%1$s = a.code WHERE t.%2$s IS NOT NULL
      """;

  private record Found(String code, String factor) {}

  /**
   * The factors of a page of codes, as they are stored. A code that no table knows, or knows
   * without a factor, is not found; a read that fails never makes a code so
   * (yuhinkai#not-found-and-not-readable).
   *
   * @throws TransientFailure when Yuhinkai cannot be read
   * @throws TerminalFailure when a policy may hide artisans
   */
  FactorReading fetch(@Body List<String> codes, @Variable("run") ActiveRun run) {
    run.checkGoingOn();
    Map<String, String> factors = new HashMap<>(gaps.closing(EliteFactor.streamOf(run), codes));
    List<String> unknown = codes.stream().filter(code -> !factors.containsKey(code)).toList();
    int duplicates = lookUp(unknown, factors, run);
    run.tally().sourceAnswered();
    return new FactorReading(codes, factors, duplicates);
  }

  /** Fills in the factors that are known; answers how many codes two tables know. */
  private int lookUp(List<String> codes, Map<String, String> factors, ActiveRun run) {
    int duplicates = 0;
    for (Lookup lookup : settings.lookups()) {
      List<String> asked = codes.stream().filter(lookup::mayKnow).toList();
      if (!asked.isEmpty()) {
        for (Found found : run.tally().call(() -> read(lookup, asked))) {
          String winner = factors.putIfAbsent(found.code(), found.factor());
          if (winner != null) {
            String code = OneLine.of(found.code(), EliteFactor.LONGEST_CODE);
            LOG.info("artisan is in two tables code={} ignored={}", code, lookup.table());
            duplicates++;
          }
        }
      }
    }
    return duplicates;
  }

  private List<Found> read(Lookup lookup, List<String> codes) {
    return tables.read(
        lookup,
        FACTORS,
        "code, factor",
        (row, number) -> new Found(row.getString("code"), row.getString("text")),
        (Object) codes.toArray(String[]::new));
  }
}
