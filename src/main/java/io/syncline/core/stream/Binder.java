package io.syncline.core.stream;

import io.syncline.core.record.SyncRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds parameters one after the other, so that a statement's text and its binding read alike. */
public final class Binder {
  private final Connection connection;
  private final PreparedStatement statement;
  private int next;

  public Binder(Connection connection, PreparedStatement statement) {
    this(connection, statement, 1);
  }

  /** Goes on with that parameter. */
  public Binder(Connection connection, PreparedStatement statement, int next) {
    this.connection = connection;
    this.statement = statement;
    this.next = next;
  }

  public Binder add(Object value) throws SQLException {
    statement.setObject(next++, value);
    return this;
  }

  public Binder text(@Nullable String value) throws SQLException {
    if (value == null) {
      statement.setNull(next++, Types.VARCHAR);
    } else {
      statement.setString(next++, value);
    }
    return this;
  }

  /**
   * The time stamps of a batch's new and changed rows, in UTC as the documents' columns have no
   * zone. As text they would be read anew for every row.
   */
  public Binder stamps(Stream stream, Instant at) throws SQLException {
    LocalDateTime stamp = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    for (int i = 0; i < stream.stamps().size(); i++) {
      add(stamp);
    }
    return this;
  }

  /** One array per column. */
  public Binder records(List<Column> columns, List<SyncRecord> records) throws SQLException {
    for (int c = 0; c < columns.size(); c++) {
      statement.setArray(next++, ColumnArrays.of(connection, columns.get(c), records, c));
    }
    return this;
  }

  /** The time stamps of rows copied from staging, which stand after the columns of each record. */
  public Binder stampsOfEach(Stream stream, List<SyncRecord> records) throws SQLException {
    int width = stream.columns().size();
    for (int s = 0; s < stream.stamps().size(); s++) {
      int column = width + s;
      statement.setArray(
          next++,
          ColumnArrays.texts(
              connection, records.stream().map(r -> r.value(column)).toArray(String[]::new)));
    }
    return this;
  }
}
