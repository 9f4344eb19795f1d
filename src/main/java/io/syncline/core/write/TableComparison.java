package io.syncline.core.write;

import static java.util.stream.Collectors.joining;

import io.syncline.core.database.Database;
import io.syncline.core.write.Snapshot.Row;
import io.syncline.core.write.Snapshot.Rows;
import io.syncline.core.write.Verification.Compared;
import io.syncline.core.write.Verification.Fault;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Compares the rows of one table in both databases, by key and a digest of the stream's columns.
 * They come in the order of the key's digest, which is the same on servers that sort text
 * differently.
 */
record TableComparison(Upsert upsert, Set<String> underWay, Tally tally) {
  Compared compare(Snapshot staging, Database left, Snapshot production, Database right)
      throws SQLException {
    SideBySide walk =
        new SideBySide(
            row -> missing(Fault.ONLY_IN_STAGING, row),
            row -> missing(Fault.ONLY_IN_PRODUCTION, row),
            (there, here) -> {
              if (!there.values().equals(here.values())) {
                found(Fault.DIFFERENT, there);
              }
            });
    try (Rows there = staging.rows(rows(left));
        Rows here = production.rows(rows(right))) {
      walk.walk(there, here);
      return new Compared(upsert.table(), there.count(), here.count());
    }
  }

  /** The digest of a row's key. */
  static String keyDigest(Upsert upsert) {
    return "md5(" + row(upsert.key()) + ")";
  }

  private void missing(Fault fault, Row row) {
    if (upsert.adds()) {
      found(fault, row);
    }
  }

  private void found(Fault fault, Row row) {
    if (!underWay.contains(row.order())) {
      tally.add(fault, upsert.table(), row.key());
    }
  }

  private String rows(Database database) {
    return upsert.adds() ? eachRow(database) : eachKey(database);
  }

  /** An update is not answerable for which rows there are: their values by key are compared. */
  private String eachKey(Database database) {
    String value = upsert.values().get(0).name();
    return """
        SELECT %1$s COLLATE "C" AS digest, %2$s,
               md5(array_agg(DISTINCT %3$s) FILTER (WHERE %3$s IS NOT NULL)::text)
        FROM %4$s GROUP BY %5$s ORDER BY digest"""
        .formatted(
            keyDigest(upsert),
            row(upsert.key()),
            value,
            upsert.tableIn(database),
            upsert.key().stream().map(Column::name).collect(joining(", ")));
  }

  private String eachRow(Database database) {
    return """
        SELECT %s COLLATE "C" AS digest, %s, md5(%s) FROM %s ORDER BY digest"""
        .formatted(
            keyDigest(upsert), row(upsert.key()), row(upsert.columns()), upsert.tableIn(database));
  }

  /** 1.50 in one database is 1.5 in another whose column has no scale. */
  private static String row(List<Column> columns) {
    return columns.stream()
        .map(c -> c.type() == SqlType.NUMERIC ? "trim_scale(" + c.name() + "::numeric)" : c.name())
        .collect(joining(", ", "ROW(", ")::text"));
  }
}
