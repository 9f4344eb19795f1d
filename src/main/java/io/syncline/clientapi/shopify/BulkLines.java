package io.syncline.clientapi.shopify;

import io.syncline.core.database.Databases;
import io.syncline.core.database.Emptying;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.Aside;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The lines of a bulk operation's result, in an unlogged table of staging: a child may stand before
 * its parent, and the file may be larger than memory. What a crash of the server takes is fetched
 * again. Threads may share it.
 */
@Component
final class BulkLines {
  private static final int DELETED_AT_ONCE = 50_000;
  private static final int WORTH_EMPTYING = 10_000; // rows: fewer are deleted as fast

  /** Of one record more at the most. It is held several times over until it is written. */
  private static final int BYTES_OF_A_PAGE = 4_000_000;

  private static final String ANALYZE = // but not the texts, which nothing is looked for by
      "ANALYZE (SKIP_LOCKED) client_bulk_lines (credential_id, stream, fence, line, id, parent_id)";
  private static final String OF =
      " WHERE credential_id = :credential AND stream = :stream AND fence = :fence";

  private static final String LAST =
      "SELECT fence, line FROM client_bulk_lines"
          + OF.replace("fence =", "fence <=")
          + " ORDER BY fence DESC, line DESC LIMIT 1";

  /**
   * Where both ends of the key are ours all between them is. Those of later runs are others'. Asked
   * for in this way it is read from the index whatever a planner believes of the table.
   */
  private static final String OTHERS =
      """
      SELECT FROM (
          (SELECT credential_id, stream, fence FROM client_bulk_lines
           ORDER BY credential_id, stream, fence, line LIMIT 1)
          UNION ALL
          (SELECT credential_id, stream, fence FROM client_bulk_lines
           ORDER BY credential_id DESC, stream DESC, fence DESC, line DESC LIMIT 1)
      ) ends WHERE credential_id <> ? OR stream <> ? OR fence > ?
      """;

  private static final String DELETE = "DELETE FROM client_bulk_lines" + OF + " AND line > :above";

  /**
   * What a page has more than that comes with the next one: a thousand records may be a gigabyte.
   */
  private static final String PAGE =
      """
      SELECT line, id, parent_id, data FROM (
          SELECT line, id, parent_id, data, sum(octet_length(data)) OVER (ORDER BY line) - octet_length(data) AS before
          FROM (SELECT * FROM client_bulk_lines c %s AND line > :after AND %%s ORDER BY line LIMIT :most) c
      ) c WHERE before < %s ORDER BY line
      """
          .formatted(OF, BYTES_OF_A_PAGE);

  private static final String BESIDE =
      """
      SELECT line, id, parent_id, data FROM client_bulk_lines %1$s AND parent_id = ANY(:ids)
      UNION ALL
      SELECT line, id, parent_id, data FROM client_bulk_lines %1$s
        AND parent_id IS NULL AND id = ANY(:ids) AND NOT line BETWEEN :first AND :last
      ORDER BY 1
      """
          .formatted(OF);
  private static final String ORPHAN =
      """
      parent_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM client_bulk_lines p
          WHERE p.credential_id = c.credential_id AND p.stream = c.stream AND p.fence = c.fence
            AND p.parent_id IS NULL AND p.id = c.parent_id)
      """;

  private final Databases databases;
  private final JdbcClient staging;
  private final Aside aside;

  /**
   * What is stored as one.
   *
   * @param data a line, and behind it, each on its own, those that belong to it
   */
  record Line(long number, @Nullable String id, @Nullable String parent, String data) {}

  /**
   * What a file came to.
   *
   * @param lines it has
   * @param rows that they were stored as
   * @param apart rows of lines that have a parent
   */
  record Stored(long lines, long rows, long apart) {}

  /**
   * Whose lines they are.
   *
   * @param fence of the run that fetched them
   */
  record Owner(UUID credential, String stream, long fence) {}

  private record Last(long fence, long line) {}

  BulkLines(Databases databases, Aside aside) {
    this.databases = databases;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.aside = aside;
  }

  /**
   * Stores a file in place of what was there. Without knowing how many rows it has now the server
   * would look for what belongs to a record among all of them.
   *
   * @param joins whether lines that belong together may be stored as one
   */
  Stored store(Owner owner, InputStream file, boolean joins) throws IOException {
    delete(owner);
    long lines;
    BulkCopy copy = new BulkCopy(databases.staging(), aside, owner);
    try {
      lines = new BulkFile(file, joins, copy::take).read();
      copy.send();
    } finally {
      copy.settle();
    }
    written(() -> staging.sql(ANALYZE).update());
    return new Stored(lines, copy.rows(), copy.apart());
  }

  /**
   * Those of earlier runs too: the last ones first, by which the others are known to be there, and
   * so many at once that no statement takes long.
   */
  void delete(Owner owner) {
    for (Optional<Last> last = last(owner); last.isPresent(); last = last(owner)) {
      if (last.get().line() < WORTH_EMPTYING || !isEmptied(owner)) {
        deleteFrom(owner, last.get());
      }
    }
  }

  private Optional<Last> last(Owner owner) {
    return written(() -> statement(LAST, owner).query(Last.class).optional());
  }

  /** Whether the table was emptied, which had no rows but these. */
  boolean isEmptied(Owner owner) {
    return Emptying.done(
        databases.staging(),
        "client_bulk_lines",
        OTHERS,
        owner.credential(),
        owner.stream(),
        owner.fence());
  }

  private void deleteFrom(Owner owner, Last last) {
    Owner of = new Owner(owner.credential(), owner.stream(), last.fence());
    written(() -> statement(DELETE, of).param("above", last.line() - DELETED_AT_ONCE).update());
  }

  /** Whether so many rows are there: they come in their order and go all at once. */
  boolean areThere(Owner owner, long count) {
    return count == 0
        || statement(
                "SELECT EXISTS (SELECT 1 FROM client_bulk_lines" + OF + " AND line = :count)",
                owner)
            .param("count", count)
            .query(Boolean.class)
            .single();
  }

  /** The next ones that have no parent. */
  List<Line> parents(Owner owner, long after, int most) {
    return page("parent_id IS NULL", owner, after, most);
  }

  /** The next ones that have a parent, whether that is there or not. */
  List<Line> children(Owner owner, long after, int most) {
    return page("parent_id IS NOT NULL", owner, after, most);
  }

  /** The next ones whose parent is missing. */
  List<Line> orphans(Owner owner, long after, int most) {
    return page(ORPHAN, owner, after, most);
  }

  /** What was stored apart from these records and belongs to them, or is one of them again. */
  List<Line> beside(Owner owner, List<Line> records) {
    return statement(BESIDE, owner)
        .param("ids", records.stream().map(Line::id).toArray(String[]::new))
        .param("first", records.get(0).number())
        .param("last", records.get(records.size() - 1).number())
        .query(BulkLines::line)
        .list();
  }

  private List<Line> page(String which, Owner owner, long after, int most) {
    return statement(PAGE.formatted(which), owner)
        .param("after", after)
        .param("most", most)
        .query(BulkLines::line)
        .list();
  }

  private static Line line(ResultSet row, int number) throws SQLException {
    return new Line(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
  }

  private JdbcClient.StatementSpec statement(String sql, Owner owner) {
    return staging
        .sql(sql)
        .param("credential", owner.credential())
        .param("stream", owner.stream())
        .param("fence", owner.fence());
  }

  private static <T> T written(Supplier<T> statement) {
    try {
      return statement.get();
    } catch (DataAccessException e) {
      throw again(e.getClass().getSimpleName(), e);
    }
  }

  /** It is written while it is read: what goes wrong there is worth another try. */
  static TransientFailure again(String what, Exception e) {
    return TransientFailure.database("staging", what, e);
  }
}
