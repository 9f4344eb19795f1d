package io.syncline.core.verify;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.stream.Stream;
import io.syncline.core.verify.Snapshot.Row;
import io.syncline.core.verify.Snapshot.Rows;
import io.syncline.core.verify.Verification.Compared;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a table partition by partition, each by its name: never more of them are locked than the
 * two that are read.
 */
record PartitionsComparison(Databases databases, PairSnapshot pair, Differences differences) {
  private static final String NAMES =
      """
      SELECT c.relname, c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = to_regclass('%s') ORDER BY 1
      """;

  /**
   * All of it.
   *
   * @param folded the stream with those texts of its key folded whose case neither database minds
   */
  Compared compare(Stream whole, Stream folded) throws SQLException {
    Set<String> staging = names(pair.staging(), databases.staging(), whole);
    Set<String> production = names(pair.production(), databases.production(), whole);
    Set<String> all = new TreeSet<>(staging);
    all.addAll(production);
    long there = 0;
    long here = 0;
    for (String name : all) {
      Optional<Stream> partition = whole.partitionNamed(name);
      if (partition.isPresent()) {
        Stream same = folded.partitionNamed(name).orElseThrow();
        TableComparison comparison =
            new TableComparison(
                partition.get(), same, pair.touched(partition.get(), same, databases), differences);
        Compared one = released(comparison, staging.contains(name), production.contains(name));
        there += one.staging();
        here += one.production();
      }
    }
    return new Compared(whole.table(), there, here);
  }

  private Compared released(TableComparison comparison, boolean isThere, boolean isHere)
      throws SQLException {
    Savepoint staging = pair.staging().mark();
    Savepoint production = pair.production().mark();
    Compared compared =
        comparison.compare(
            pair,
            Optional.of(databases.staging()).filter(it -> isThere),
            Optional.of(databases.production()).filter(it -> isHere));
    pair.staging().release(staging);
    pair.production().release(production);
    return compared;
  }

  /** Without the database's prefix. */
  private static Set<String> names(Snapshot snapshot, Database database, Stream whole)
      throws SQLException {
    String table = whole.tableIn(database).replace("\"", "");
    String prefix = table.substring(0, table.length() - whole.table().length());
    Set<String> names = new TreeSet<>();
    try (Rows rows = snapshot.rows(NAMES.formatted(whole.tableIn(database)))) {
      for (Optional<Row> row = rows.next(); row.isPresent(); row = rows.next()) {
        if (row.get().order().startsWith(prefix)) {
          names.add(row.get().order().substring(prefix.length()));
        }
      }
    }
    return names;
  }
}
