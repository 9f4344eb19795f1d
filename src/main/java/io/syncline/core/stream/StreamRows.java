package io.syncline.core.stream;

import io.syncline.core.record.SyncRecord;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
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
