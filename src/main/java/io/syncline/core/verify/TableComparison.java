package io.syncline.core.verify;

import static java.util.stream.Collectors.joining;

import io.syncline.core.database.Database;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.verify.Snapshot.Row;
import io.syncline.core.verify.Snapshot.Rows;
import io.syncline.core.verify.Verification.Compared;
import io.syncline.core.verify.Verification.Fault;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the rows of one table in both databases, by key and a digest of the stream's columns.
 * They come in the order of the key's digest, which is the same on servers that sort text
 * differently.
 *
 * @param folded the stream with those texts of its key folded whose case neither database minds
 */
record TableComparison(
    Stream stream, Stream folded, Set<String> underWay, Differences differences) {
  private static final int DIGEST = 0;
  private static final int VALUES = 1;
  private static final int KEY = 2;

  private static final String NONE = "SELECT '' AS digest, '' LIMIT 0";

  Compared compare(Snapshot staging, Database left, Snapshot production, Database right)
      throws SQLException {
    return compare(staging, rows(left), production, rows(right));
  }

  /** The same where one of the databases has not got the table yet, or no more. */
  Compared compare(PairSnapshot pair, Optional<Database> staging, Optional<Database> production)
      throws SQLException {
    return compare(
        pair.staging(),
        staging.map(this::rows).orElse(NONE),
        pair.production(),
        production.map(this::rows).orElse(NONE));
  }

  private Compared compare(Snapshot staging, String left, Snapshot production, String right)
      throws SQLException {
    SideBySide walk =
        new SideBySide(
            row -> missing(Fault.ONLY_IN_STAGING, row),
            row -> missing(Fault.ONLY_IN_PRODUCTION, row),
            (there, here) -> {
              if (!Objects.equals(there.values().get(DIGEST), here.values().get(DIGEST))) {
                found(Fault.DIFFERENT, there);
              }
            });
    try (Rows there = staging.rows(left);
        Rows here = production.rows(right)) {
      walk.walk(there, here);
      return new Compared(stream.table(), there.count(), here.count());
    }
  }

  /** The digest of a row's key. */
  static String keyDigest(Stream stream) {
    return "md5(" + row(stream.key()) + ")";
  }

  /** How many values staging has for the key: where rows are added, always one. */
  static int values(Row row) {
    return Integer.parseInt(row.values().get(VALUES));
  }

  /** The columns of the key as text, one of which may be null where the key does not forbid it. */
  static List<String> key(Row row) {
    return row.values().subList(KEY, row.values().size());
  }

  private void missing(Fault fault, Row row) {
    if (stream.adds()) {
      found(fault, row);
    }
  }

  private void found(Fault fault, Row row) {
    if (!underWay.contains(row.order())) {
      differences.found(fault, stream, row);
    }
  }

  private String rows(Database database) {
    return stream.adds() ? eachRow(database) : eachKey(database);
  }

  /** An update is not answerable for which rows there are: their values by key are compared. */
  private String eachKey(Database database) {
    String value = stream.values().get(0).name();
    return """
        SELECT %1$s COLLATE "C" AS digest, %2$s,
               md5(array_agg(DISTINCT %3$s) FILTER (WHERE %3$s IS NOT NULL)::text),
               count(DISTINCT %3$s), %6$s
        FROM %4$s GROUP BY %5$s ORDER BY digest"""
        .formatted(
            keyDigest(stream),
            row(stream.key()),
            value,
            stream.tableIn(database),
            stream.key().stream().map(TableComparison::value).collect(joining(", ")),
            texts(stream.key()));
  }

  private String eachRow(Database database) {
    return """
        SELECT %s COLLATE "C" AS digest, %s, md5(%s), 1, %s FROM %s ORDER BY digest"""
        .formatted(
            keyDigest(folded),
            row(stream.key()),
            row(folded.mattering()),
            texts(stream.key()),
            stream.tableIn(database));
  }

  private static String texts(List<Column> columns) {
    return columns.stream().map(c -> c.sql() + "::text").collect(joining(", "));
  }

  private static String row(List<Column> columns) {
    return columns.stream().map(TableComparison::value).collect(joining(", ", "ROW(", ")::text"));
  }

  /**
   * 1.50 in one database is 1.5 in another whose column has no scale; a text may be padded in one
   * of them, and of a key whose case neither minds each may have another spelling. What is of a
   * type of its own is compared as it is written out.
   */
  private static String value(Column column) {
    return switch (column.type()) {
      case NUMERIC -> "trim_scale(" + column.name() + "::numeric)";
      case TEXT ->
          column.modifier().isEmpty() ? column.plain("") : "lower(" + column.plain("") + ")";
      case OWN, OPAQUE ->
          column.modifier().equals("::numeric")
              ? "trim_scale(" + column.sql() + "::numeric)"
              : column.plain("");
      default -> column.name();
    };
  }
}
