package io.syncline.core.write;

import static java.util.function.Predicate.not;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Effect;
import io.syncline.core.stream.Stream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The keys, one text each, of the rows that a stream without inserts may change, page by page.
 * Which rows there are is each database's own affair, so both are asked. Pages go by keyset: by
 * offset, a page would skip what the page before has filled
 * (yuhinkai#pages-go-by-key-and-never-by-offset).
 */
@Component
public final class KeyPages {
  private static final Logger LOG = LoggerFactory.getLogger(KeyPages.class);
  private static final List<String> BEFORE_ALL = List.of("");

  /** As text: char(n) would come padded, and of what citext takes for one only one would come. */
  private static final String PAGE =
      "SELECT DISTINCT %1$s AS key FROM %2$s WHERE %1$s > ?%3$s ORDER BY key LIMIT ?";

  private static final String COUNT = "SELECT count(DISTINCT %1$s) FROM %2$s WHERE %1$s > ''%3$s";

  private final Databases databases;

  KeyPages(Databases databases) {
    this.databases = databases;
  }

  /** Keys in pages, and about how many there are. */
  public record Keys(int count, Iterator<List<String>> pages) {

    /** Those that are named. */
    public static Keys named(List<String> keys, int most) {
      return new Keys(
          keys.size(),
          IntStream.iterate(0, from -> from < keys.size(), from -> from + most)
              .mapToObj(from -> keys.subList(from, Math.min(from + most, keys.size())))
              .iterator());
    }
  }

  /**
   * Those that the databases have: staging's, then what only production has.
   *
   * @param things what people call them
   */
  public Keys of(ActiveRun run, Stream stream, String things, int most) {
    Search search = new Search(run, stream, things, most);
    return new Keys(search.count(), search.pages());
  }

  private final class Search {
    private final ActiveRun run;
    private final Stream stream;
    private final String things;
    private final int most;
    private final Set<String> seen = new HashSet<>();
    private boolean asksProduction = true;

    private Search(ActiveRun run, Stream stream, String things, int most) {
      this.run = run;
      this.stream = stream;
      this.things = things;
      this.most = most;
    }

    /** The greater of both: the keys are the same but for a few. */
    private int count() {
      return Math.max(count(databases.staging()), ofProduction(0, this::count));
    }

    private Iterator<List<String>> pages() {
      var staging = pages(last -> page(databases.staging(), last)).peek(seen::addAll);
      var production = pages(last -> ofProduction(List.of(), there -> page(there, last)));
      return java.util.stream.Stream.concat(
              staging, production.map(this::unseen).filter(not(List::isEmpty)))
          .iterator();
    }

    private static java.util.stream.Stream<List<String>> pages(
        Function<String, List<String>> after) {
      return java.util.stream.Stream.iterate(
              BEFORE_ALL, not(List::isEmpty), page -> after.apply(page.get(page.size() - 1)))
          .skip(1);
    }

    private List<String> page(Database database, String last) {
      run.checkGoingOn();
      return asked(database, PAGE).params(last, most).query(String.class).list();
    }

    private int count(Database database) {
      return asked(database, COUNT).query(Integer.class).single();
    }

    private JdbcClient.StatementSpec asked(Database database, String statement) {
      String key = stream.key().get(0).plain("");
      String only =
          stream.effect() == Effect.FILL
              ? " AND " + stream.values().get(0).name() + " IS NULL"
              : "";
      return JdbcClient.create(database.pool())
          .sql(statement.formatted(key, stream.tableIn(database), only));
    }

    private List<String> unseen(List<String> page) {
      return page.stream().filter(not(seen::contains)).toList();
    }

    /** Without production the run goes on, and says that it did not see everything. */
    private <T> T ofProduction(T otherwise, Function<Database, T> question) {
      try {
        return asksProduction ? question.apply(databases.production()) : otherwise;
      } catch (DataAccessException e) {
        LOG.warn("production's {} are not known cause={}", things, e.getClass().getSimpleName());
        asksProduction = false;
        run.trouble(
            ErrorKind.DB,
            "production",
            "Production could not be asked for its %s: only staging's are refreshed"
                .formatted(things));
        return otherwise;
      }
    }
  }
}
