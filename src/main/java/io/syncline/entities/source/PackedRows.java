package io.syncline.entities.source;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The rows of a feed in little memory: 50,000 rows of twenty cells take a few megabytes, where
 * their objects would take eighty. They are gone through as often as is wanted, each time from the
 * first. Threads may share them.
 */
public final class PackedRows implements Iterable<Row> {
  private static final int CHUNK = 65_536;
  private static final int BUFFER = 8_192;
  private static final int MOST_ROWS = 1_000_000;
  private static final long MOST_BYTES = 128L << 20;

  private final List<Chunk> chunks;
  private final BitSet dropped;
  private final int size;

  private record Chunk(byte[] bytes, int first, int rows) {}

  private PackedRows(List<Chunk> chunks, BitSet dropped, int size) {
    this.chunks = List.copyOf(chunks);
    this.dropped = dropped;
    this.size = size;
  }

  public static PackedRows empty() {
    return new Packing().packed();
  }

  public int size() {
    return size;
  }

  /** What they take, packed. */
  public long bytes() {
    return chunks.stream().mapToLong(chunk -> chunk.bytes().length).sum();
  }

  @Override
  public Iterator<Row> iterator() {
    return new Unpacking();
  }

  /** Takes rows in, as many as the memory of a run is for; of one thread. */
  public static final class Packing {
    private final int mostRows;
    private final long mostBytes;
    private final List<Chunk> chunks = new ArrayList<>();
    private final BitSet dropped = new BitSet();
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private DataOutputStream out = deflating();
    private int first;
    private int next;
    private long packed;

    public Packing() {
      this(MOST_ROWS, MOST_BYTES);
    }

    Packing(int mostRows, long mostBytes) {
      this.mostRows = mostRows;
      this.mostBytes = mostBytes;
    }

    /**
     * Adds a row; answers what {@link #drop} takes.
     *
     * @throws TerminalFailure for more than a run takes
     */
    public int add(Row row) {
      if (next == mostRows || packed > mostBytes) {
        throw TerminalFailure.stopped(
            StopReason.SOURCE_FAILED,
            "the source has more than one run takes: %s rows, %s bytes of them packed"
                .formatted(mostRows, mostBytes));
      }
      try {
        RowForm.write(row, out);
        next++;
        if (out.size() > CHUNK) {
          close();
        }
        return next - 1;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Leaves out a row that was added; a later one stands in its place. */
    public void drop(int added) {
      dropped.set(added);
    }

    public int size() {
      return next - dropped.cardinality();
    }

    /** No row can be added after that. */
    public PackedRows packed() {
      try {
        close();
        deflater.end();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new PackedRows(chunks, (BitSet) dropped.clone(), size());
    }

    private void close() throws IOException {
      out.close();
      if (next > first) {
        chunks.add(new Chunk(bytes.toByteArray(), first, next - first));
        packed += bytes.size();
      }
      first = next;
      deflater.reset();
      bytes = new ByteArrayOutputStream();
      out = deflating();
    }

    private DataOutputStream deflating() {
      return new DataOutputStream(
          new BufferedOutputStream(new DeflaterOutputStream(bytes, deflater, BUFFER), BUFFER));
    }
  }

  /** One pass. */
  private final class Unpacking implements Iterator<Row> {
    private int chunk = -1;
    private int left;
    private int next;
    private DataInputStream in = new DataInputStream(new ByteArrayInputStream(new byte[0]));

    @Override
    public boolean hasNext() {
      try {
        while (left == 0 && chunk + 1 < chunks.size() || left > 0 && dropped.get(next)) {
          advance();
        }
        return left > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return taken();
    }

    private void advance() throws IOException {
      if (left > 0) {
        taken();
        return;
      }
      in.close(); // an inflater has memory of its own
      Chunk opened = chunks.get(++chunk);
      left = opened.rows();
      next = opened.first();
      in =
          new DataInputStream(
              new BufferedInputStream(
                  new InflaterInputStream(new ByteArrayInputStream(opened.bytes())), BUFFER));
    }

    private Row taken() {
      try {
        left--;
        next++;
        return RowForm.read(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
