package io.syncline.core.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * Arrays of texts as PostgreSQL receives them. The driver writes one into a buffer that it doubles,
 * and copies that: four times the memory of a batch's largest column, in pieces that the collector
 * marks the whole heap for. Here it has its size from the start.
 */
public final class TextArrays {
  private static final int HEADER = 5 * Integer.BYTES;
  private static final int NULL = -1;

  private TextArrays() {}

  public static Array of(Connection connection, @Nullable String[] texts) throws SQLException {
    return new PgArray(connection.unwrap(BaseConnection.class), Oid.TEXT_ARRAY, binary(texts));
  }

  private static byte[] binary(@Nullable String[] texts) {
    byte[][] values = new byte[texts.length][];
    int size = HEADER + texts.length * Integer.BYTES;
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      if (text != null) {
        values[i] = text.getBytes(StandardCharsets.UTF_8);
        size = Math.addExact(size, values[i].length);
      }
    }
    ByteBuffer array = ByteBuffer.allocate(size);
    array.putInt(1); // dimension
    array.putInt(Arrays.stream(values).anyMatch(Objects::isNull) ? 1 : 0);
    array.putInt(Oid.TEXT).putInt(texts.length);
    array.putInt(1); // the number of its first element
    for (byte[] value : values) {
      if (value == null) {
        array.putInt(NULL);
      } else {
        array.putInt(value.length).put(value);
      }
    }
    return array.array();
  }
}
