package io.syncline.elitefactor;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.camel.Variable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Decides which artisans a run looks up, page by page. */
@Component
final class ArtisanSelector {
  private static final String FIRST = "";
  private static final String WITH_LISTINGS =
      """
      SELECT DISTINCT artisan_id FROM listings
      WHERE artisan_id > ? ORDER BY artisan_id LIMIT ?
      """;
  private static final String WITHOUT_FACTOR =
      """
      SELECT DISTINCT artisan_id FROM listings
      WHERE artisan_id > ? AND artisan_elite_factor IS NULL ORDER BY artisan_id LIMIT ?
      """;

  private final JdbcClient staging;
  private final EliteFactorSettings settings;

  ArtisanSelector(Databases databases, EliteFactorSettings settings) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.settings = settings;
  }

  FactorProgress progress(@Variable("run") ActiveRun run) {
    return FactorProgress.of(run);
  }

  /**
   * Pages of distinct codes. Those of the database are read by keyset: by offset, a page would skip
   * what the page before has filled (supabase.md section 3).
   */
  Iterator<List<String>> pages(
      @Variable("run") ActiveRun run, @Variable("progress") FactorProgress progress) {
    progress.selected(count(run));
    return switch (Selection.of(run)) {
      case CODES -> cut(Selection.codes(run)).iterator();
      case ALL -> new Keyset(run, WITH_LISTINGS);
      case BACKFILL -> new Keyset(run, WITHOUT_FACTOR);
    };
  }

  private int count(ActiveRun run) {
    return switch (Selection.of(run)) {
      case CODES -> Selection.codes(run).size();
      case ALL -> count("artisan_id IS NOT NULL");
      case BACKFILL -> count("artisan_id IS NOT NULL AND artisan_elite_factor IS NULL");
    };
  }

  private int count(String condition) {
    return staging
        .sql("SELECT count(DISTINCT artisan_id) FROM listings WHERE " + condition)
        .query(Integer.class)
        .single();
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
    private final String query;
    private List<String> next;

    private Keyset(ActiveRun run, String query) {
      this.run = run;
      this.query = query;
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
      List<String> page = Collections.unmodifiableList(new ArrayList<>(next));
      run.checkGoingOn();
      next = after(page.get(page.size() - 1));
      return page;
    }

    private List<String> after(String code) {
      return staging
          .sql(query)
          .param(code)
          .param(settings.codesPerBatch())
          .query(String.class)
          .list();
    }
  }
}
