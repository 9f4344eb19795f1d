package io.syncline.elitefactor;

import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.run.ActiveRun;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides which artisans a run looks up, page by page. Which listings there are is each database's
 * own affair, so both are asked.
 */
@Component
final class ArtisanSelector {
  private static final Logger LOG = LoggerFactory.getLogger(ArtisanSelector.class);
  private static final String FIRST = "";

  /** As text: char(n) would come padded, and of what citext takes for one only one would come. */
  private static final String PAGE =
      """
      SELECT DISTINCT artisan_id::text AS code FROM listings
      WHERE artisan_id::text > ?%s ORDER BY code LIMIT ?
      """;

  private static final String EMPTY_ONLY = " AND artisan_elite_factor IS NULL";

  private final JdbcClient staging;
  private final JdbcClient production;
  private final EliteFactorSettings settings;

  ArtisanSelector(Databases databases, EliteFactorSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.production = JdbcClient.create(databases.production().pool());
    this.settings = settings;
  }

  FactorProgress progress(@Variable("run") ActiveRun run) {
    return FactorProgress.of(run);
  }

  /**
   * Pages of distinct codes. Those of the database are read by keyset: by offset, a page would skip
   * what the page before has filled (yuhinkai#pages-go-by-key-and-never-by-offset).
   */
  Iterator<List<String>> pages(
      @Variable("run") ActiveRun run, @Variable("progress") FactorProgress progress) {
    return switch (Selection.of(run)) {
      case CODES -> named(Selection.codes(run), progress);
      case ALL -> new Keyset(run, progress, "");
      case BACKFILL -> new Keyset(run, progress, EMPTY_ONLY);
    };
  }

  private Iterator<List<String>> named(List<String> codes, FactorProgress progress) {
    progress.selected(codes.size());
    return cut(codes).iterator();
  }

  private Queue<List<String>> cut(List<String> codes) {
    Queue<List<String>> pages = new ArrayDeque<>();
    for (int from = 0; from < codes.size(); from += settings.codesPerBatch()) {
      pages.add(codes.subList(from, Math.min(from + settings.codesPerBatch(), codes.size())));
    }
    return pages;
  }

  private final class Keyset implements Iterator<List<String>> {
    private final ActiveRun run;
    private final String page;
    private final Set<String> seen = new HashSet<>();
    private boolean inStaging = true;
    private boolean asksProduction = true;
    private List<String> next;

    private Keyset(ActiveRun run, FactorProgress progress, String condition) {
      this.run = run;
      this.page = PAGE.formatted(condition);
      progress.selected(count(condition));
      this.next = after(FIRST);
    }

    @Override
    public boolean hasNext() {
      return !next.isEmpty();
    }

    @Override
    public List<String> next() {
      if (next.isEmpty()) {
        throw new NoSuchElementException("no more artisans");
      }
      List<String> page = List.copyOf(next);
      run.checkGoingOn();
      next = after(page.get(page.size() - 1));
      return page;
    }

    /** Staging's codes in its order, then those that only production has, in its own. */
    private List<String> after(String code) {
      List<String> codes = inStaging ? read(staging, code) : List.of();
      String last = code;
      if (inStaging && codes.isEmpty()) {
        inStaging = false;
        last = FIRST;
      }
      while (!inStaging && codes.isEmpty()) {
        String from = last;
        List<String> some = ofProduction(List.of(), client -> read(client, from));
        if (some.isEmpty()) {
          return some;
        }
        last = some.get(some.size() - 1);
        codes = some.stream().filter(one -> !seen.contains(one)).toList();
      }
      seen.addAll(codes);
      return codes;
    }

    private List<String> read(JdbcClient database, String code) {
      return database
          .sql(page)
          .param(code)
          .param(settings.codesPerBatch())
          .query(String.class)
          .list();
    }

    /** The greater of both: the codes are the same but for a few. */
    private int count(String condition) {
      String text =
          "SELECT count(DISTINCT artisan_id::text) FROM listings WHERE artisan_id::text > ''"
              + condition;
      int some = staging.sql(text).query(Integer.class).single();
      return Math.max(some, ofProduction(0, db -> db.sql(text).query(Integer.class).single()));
    }

    /** Without production the run goes on, and says that it did not see everything. */
    private <T> T ofProduction(T otherwise, Function<JdbcClient, T> question) {
      try {
        return asksProduction ? question.apply(production) : otherwise;
      } catch (DataAccessException e) {
        LOG.warn("production's artisans are not known cause={}", e.getClass().getSimpleName());
        asksProduction = false;
        run.trouble(
            ErrorKind.DB,
            "production",
            "Production could not be asked for its artisans: only staging's are refreshed");
        return otherwise;
      }
    }
  }
}
