package io.syncline.core.stream;

import io.syncline.core.record.SyncRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Columns of a batch as arrays in the form that PostgreSQL receives. The driver wants each value
 * boxed, writes them one by one into a buffer that it doubles, and copies that: four times the
 * memory of a batch's largest column, in pieces that the collector marks the whole heap for. Here
 * an array has its size from the start, and what stands in many rows of a column, as the first
 * columns of a key do, is encoded once.
 */
final class ColumnArrays {
  private static final int HEADER = 5 * Integer.BYTES;
  private static final int NULL = -1;

  private ColumnArrays() {}

  /** The column at that place of the records. */
  static Array of(Connection connection, Column column, List<SyncRecord> records, int place)
      throws SQLException {
    return switch (column.type()) {
      case INTEGER -> integers(connection, records, place, Integer.class::cast);
      case DATE ->
          integers(connection, records, place, day -> (int) ((LocalDate) day).toEpochDay());
      case BOOLEAN -> booleans(connection, records, place);
      case TEXT, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB, OWN, OPAQUE -> {
        String[] texts = new String[records.size()];
        for (int i = 0; i < texts.length; i++) {
          Object value = records.get(i).value(place);
          texts[i] = value == null ? null : value.toString();
        }
        yield texts(connection, texts);
      }
    };
  }

  /** An array of texts. */
  static Array texts(Connection connection, @Nullable String[] texts) throws SQLException {
    byte[][] values = new byte[texts.length][];
    int size = HEADER + texts.length * Integer.BYTES;
    boolean hasNull = false;
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      if (text == null) {
        hasNull = true;
      } else {
        boolean isAgain = i > 0 && text.equals(texts[i - 1]);
        values[i] = isAgain ? values[i - 1] : text.getBytes(StandardCharsets.UTF_8);
        size = Math.addExact(size, values[i].length);
      }
    }
    ByteBuffer array = begun(size, Oid.TEXT, texts.length, hasNull);
    for (byte[] value : values) {
      if (value == null) {
        array.putInt(NULL);
      } else {
        array.putInt(value.length).put(value);
      }
    }
    return array(connection, Oid.TEXT_ARRAY, array);
  }

  private interface Whole {
    int of(Object value);
  }

  private static Array integers(
      Connection connection, List<SyncRecord> records, int place, Whole whole) throws SQLException {
    int nulls = nulls(records, place);
    int size = records.size() * 2 * Integer.BYTES - nulls * Integer.BYTES;
    ByteBuffer array = begun(HEADER + size, Oid.INT4, records.size(), nulls > 0);
    for (SyncRecord record : records) {
      Object value = record.value(place);
      if (value == null) {
        array.putInt(NULL);
      } else {
        array.putInt(Integer.BYTES).putInt(whole.of(value));
      }
    }
    return array(connection, Oid.INT4_ARRAY, array);
  }

  private static Array booleans(Connection connection, List<SyncRecord> records, int place)
      throws SQLException {
    int nulls = nulls(records, place);
    int size = records.size() * (Integer.BYTES + 1) - nulls;
    ByteBuffer array = begun(HEADER + size, Oid.BOOL, records.size(), nulls > 0);
    for (SyncRecord record : records) {
      Object value = record.value(place);
      if (value == null) {
        array.putInt(NULL);
      } else {
        array.putInt(1).put((byte) ((boolean) value ? 1 : 0));
      }
    }
    return array(connection, Oid.BOOL_ARRAY, array);
  }

  private static int nulls(List<SyncRecord> records, int place) {
    int nulls = 0;
    for (SyncRecord record : records) {
      nulls += record.value(place) == null ? 1 : 0;
    }
    return nulls;
  }

  private static ByteBuffer begun(int size, int element, int length, boolean hasNull) {
    ByteBuffer array = ByteBuffer.allocate(size);
    array.putInt(1); // dimension
    array.putInt(hasNull ? 1 : 0);
    array.putInt(element).putInt(length);
    return array.putInt(1); // the number of its first element
  }

  private static Array array(Connection connection, int type, ByteBuffer array)
      throws SQLException {
    return new PgArray(connection.unwrap(BaseConnection.class), type, array.array());
  }
}
