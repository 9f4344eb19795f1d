package io.syncline.core.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.ByteStreamWriter;

/**
 * Rows in the binary form that {@code COPY} receives, for a table that nothing guards. The server
 * takes them in at a fraction of what an {@code INSERT} of arrays costs it. Values are added one by
 * one, those of a row in the order of the columns.
 */
public final class BinaryRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
  };
  private static final int ABSENT = -1;
  private static final short END = -1;

  private static final String CONNECTION_FAILURE = "08006";

  private final short width;
  private ByteBuffer bytes;

  /**
   * None yet.
   *
   * @param width columns of each
   * @param room bytes that they are expected to take
   */
  public BinaryRows(int width, int room) {
    this.width = (short) width;
    this.bytes = ByteBuffer.allocate(room);
    room(SIGNATURE.length + Long.BYTES)
        .put(SIGNATURE)
        .putLong(0); // flags, and the length of what extends them
  }

  /** Begins a row. */
  public BinaryRows row() {
    room(Short.BYTES).putShort(width);
    return this;
  }

  public BinaryRows uuid(UUID value) {
    room(Integer.BYTES + 2 * Long.BYTES)
        .putInt(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits());
    return this;
  }

  public BinaryRows bigint(long value) {
    room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
    return this;
  }

  public BinaryRows text(@Nullable String value) {
    if (value == null) {
      room(Integer.BYTES).putInt(ABSENT);
      return this;
    }
    return lines(List.of(value));
  }

  /** A text of lines, each as it stands but for the signs between them. */
  public BinaryRows lines(List<String> value) {
    byte[][] lines = new byte[value.size()][];
    int size = lines.length - 1;
    for (int i = 0; i < lines.length; i++) {
      lines[i] = value.get(i).getBytes(StandardCharsets.UTF_8);
      size = Math.addExact(size, lines[i].length);
    }
    ByteBuffer to = room(Math.addExact(Integer.BYTES, size)).putInt(size);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) {
        to.put((byte) '\n');
      }
      to.put(lines[i]);
    }
    return this;
  }

  /** How many bytes they take. */
  public int size() {
    return bytes.position();
  }

  /**
   * Sends them by a {@code COPY … FROM STDIN (FORMAT binary)}, after which none can be added; all
   * of them or none are there. A connection on which that failed is closed: its pool is told
   * nothing of it by the driver, and an answer may still be on its way.
   */
  public long copy(Database database, String sql) throws SQLException {
    room(Short.BYTES).putShort(END);
    try (Connection connection = database.pool().getConnection()) {
      try {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql, new Sent());
      } catch (IOException e) {
        database.discard(connection);
        throw new SQLException(e.getMessage(), CONNECTION_FAILURE, e);
      } catch (SQLException | RuntimeException e) {
        database.discard(connection);
        throw e;
      }
    }
  }

  /** All at once, from where they were written. */
  private final class Sent implements ByteStreamWriter {

    @Override
    public int getLength() {
      return bytes.position();
    }

    @Override
    public void writeTo(ByteStreamTarget target) throws IOException {
      target.getOutputStream().write(bytes.array(), 0, bytes.position());
    }
  }

  /** Where so many bytes can be added. */
  private ByteBuffer room(int size) {
    if (bytes.remaining() < size) {
      int needed = Math.addExact(bytes.position(), size);
      bytes = ByteBuffer.allocate(needed + needed / 2).put(bytes.flip());
    }
    return bytes;
  }
}
