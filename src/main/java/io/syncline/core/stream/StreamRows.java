package io.syncline.core.stream;

import io.syncline.core.database.Database;
import io.syncline.core.record.SyncRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a stream's table as records: the columns of the stream, then time stamps as text. */
public final class StreamRows {
  private StreamRows() {}

  /** The rows of a query that selects them so. */
  public static List<SyncRecord> read(Stream stream, PreparedStatement query) throws SQLException {
    List<SyncRecord> rows = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      int width = row.getMetaData().getColumnCount();
      while (row.next()) {
        rows.add(record(stream, width, row));
      }
    }
    return rows;
  }

  /** What a database holds of a key, without time stamps of ours. */
  public static List<SyncRecord> held(
      Connection connection, Database database, Stream stream, List<String> key)
      throws SQLException {
    String text = new StreamSql(stream, database).held();
    try (PreparedStatement query = connection.prepareStatement(text)) {
      BatchKeys.bind(connection, query, stream, BatchKeys.of(stream, List.of(key)));
      return read(stream, query).stream().map(row -> columnsOf(stream, row)).toList();
    }
  }

  private static SyncRecord columnsOf(Stream stream, SyncRecord row) {
    @Nullable Object[] values = new Object[stream.columns().size()];
    Arrays.setAll(values, row::value);
    return SyncRecord.of(values);
  }

  private static SyncRecord record(Stream stream, int width, ResultSet row) throws SQLException {
    @Nullable Object[] values = new Object[width];
    for (int i = 0; i < width; i++) {
      SqlType type = i < stream.columns().size() ? stream.columns().get(i).type() : SqlType.TEXT;
      values[i] =
          switch (type) {
            case INTEGER -> row.getObject(i + 1, Integer.class);
            case BOOLEAN -> row.getObject(i + 1, Boolean.class);
            case DATE -> row.getObject(i + 1, LocalDate.class);
            case TEXT, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB, OWN, OPAQUE ->
                row.getString(i + 1);
          };
    }
    return SyncRecord.of(values);
  }
}
