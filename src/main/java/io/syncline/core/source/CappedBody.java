package io.syncline.core.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/**
 * Reads an answer's body within limits: so many bytes after decompression, so many times the bytes
 * that came over the wire, so long in all. Without them 1.4 MB became 1.5 GB (reliability C16).
 */
final class CappedBody {
  private static final int BUFFER = 16_384;
  private static final int SMALL = 65_536;

  private final long mostBytes;
  private final int mostRatio;
  private final Duration longest;

  CappedBody(long mostBytes, int mostRatio, Duration longest) {
    this.mostBytes = mostBytes;
    this.mostRatio = mostRatio;
    this.longest = longest;
  }

  /** The bytes of the body, decompressed; an {@link IOException} when a limit is passed. */
  byte[] read(InputStream wire, boolean compressed) throws IOException {
    Counting counted = new Counting(wire);
    long end = System.nanoTime() + longest.toNanos();
    try (InputStream in = compressed ? new GZIPInputStream(counted, BUFFER) : counted) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        body.write(buffer, 0, n);
        check(body.size(), counted.bytes, end);
      }
      return body.toByteArray();
    }
  }

  private void check(long size, long wire, long end) throws IOException {
    if (size > mostBytes) {
      throw new IOException("the answer is larger than " + mostBytes + " bytes");
    }
    if (size > SMALL && size > wire * mostRatio) {
      throw new IOException("the answer is packed more than " + mostRatio + " times");
    }
    if (System.nanoTime() - end > 0) {
      throw new IOException("the answer took longer than " + longest.toSeconds() + " s");
    }
  }

  private static final class Counting extends InputStream {
    private final InputStream in;
    private long bytes;

    Counting(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      bytes += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      bytes += Math.max(n, 0);
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
