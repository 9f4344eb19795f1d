package io.syncline.core.stream;

import static io.syncline.core.stream.ColumnSql.equal;
import static io.syncline.core.stream.ColumnSql.names;
import static io.syncline.core.stream.ColumnSql.parameters;
import static io.syncline.core.stream.ColumnSql.values;

import io.syncline.core.database.Database;
import io.syncline.core.record.SyncRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Asks a database which records of a batch it would write, by the condition of the statement that
 * writes them. Only what that condition knows of a record is sent, not what its hash stands for.
 */
public final class Look {
  private final Stream stream;
  private final Database database;
  private final int[] places;
  private final List<Column> columns;

  Look(Stream stream, Database database) {
    this.stream = stream;
    this.database = database;
    Comparison compared = stream.manner().compared();
    this.places =
        IntStream.range(0, stream.columns().size())
            .filter(i -> i < stream.keyWidth() || compared.judges(stream.columns().get(i)))
            .toArray();
    this.columns = IntStream.of(places).mapToObj(stream.columns()::get).toList();
  }

  /** Whether less is sent than the records are: a hash decides on them. */
  public static boolean isOf(Stream stream) {
    return stream.adds() && stream.manner().compared().hash().isPresent();
  }

  /** The records that would be written now, in their order; all of them where no partition is. */
  public static List<SyncRecord> wanted(Connection connection, Database database, Batch batch)
      throws SQLException {
    return Partitions.isThere(connection, database, batch.stream())
        ? new Look(batch.stream(), database).wanted(connection, batch.records())
        : batch.records();
  }

  /** A partition is read by its name: whatever names the table locks all of them. */
  String sql() {
    return """
        SELECT excluded.position
        FROM (
            SELECT %s, r.position
            FROM unnest(%s) WITH ORDINALITY AS r (%s, position)
        ) AS excluded LEFT JOIN %s t ON %s
        WHERE t.%s IS NULL OR (%s)
        ORDER BY excluded.position"""
        .formatted(
            values(columns, "r."),
            parameters(columns),
            names(columns, ""),
            stream.tableIn(database),
            equal(stream.key(), "t.", "excluded."),
            stream.key().get(0).sql(),
            InsertSql.of(stream, database).judged());
  }

  private List<SyncRecord> wanted(Connection connection, List<SyncRecord> records)
      throws SQLException {
    List<SyncRecord> wanted = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql())) {
      // Kept plans may be of the time when the table was empty, and each partition has a text.
      query.unwrap(PGStatement.class).setPrepareThreshold(0);
      new Binder(connection, query).records(columns, records.stream().map(this::judged).toList());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          wanted.add(records.get(row.getInt(1) - 1));
        }
      }
    }
    return wanted;
  }

  private SyncRecord judged(SyncRecord record) {
    @Nullable Object[] judged = new Object[places.length];
    for (int i = 0; i < places.length; i++) {
      judged[i] = stream.manner().compared().judged(columns.get(i), record.value(places[i]));
    }
    return SyncRecord.of(judged);
  }
}
