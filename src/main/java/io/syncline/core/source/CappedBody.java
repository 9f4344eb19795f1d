package io.syncline.core.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Reads an answer's body within limits: so many bytes after decompression, so many times the bytes
 * that came over the wire. Without them 1.4 MB became 1.5 GB (C16). It never closes what it reads:
 * closing would read the rest of an answer that is refused.
 */
final class CappedBody {
  private static final int BUFFER = 16_384;
  private static final int SMALL = 65_536;
  private static final int USUAL = 262_144;

  private final long mostBytes;
  private final int mostRatio;

  CappedBody(long mostBytes, int mostRatio) {
    this.mostBytes = mostBytes;
    this.mostRatio = mostRatio;
  }

  /**
   * The bytes of the body, decompressed; {@link AnswerTooLarge} when a limit is passed.
   *
   * @param expected how many come over the wire, as far as that is known; else negative
   */
  byte[] read(InputStream wire, boolean compressed, long expected) throws IOException {
    InputStream in = open(wire, compressed, expected);
    ByteArrayOutputStream body = new ByteArrayOutputStream(beginning(expected));
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      body.write(buffer, 0, n);
    }
    return body.toByteArray();
  }

  /** The same as it comes: {@link AnswerTooLarge} while it is read. */
  InputStream open(InputStream wire, boolean compressed, long expected) throws IOException {
    if (expected > mostBytes) {
      throw tooLarge();
    }
    Counting counted = new Counting(wire);
    return new Capped(compressed ? new GZIPInputStream(counted, BUFFER) : counted, counted);
  }

  /** What a source says it will send is not believed beyond what is usual. */
  private static int beginning(long expected) {
    return (int) Math.min(Math.max(expected, BUFFER), USUAL);
  }

  private void check(long size, long wire) throws IOException {
    if (size > mostBytes) {
      throw tooLarge();
    }
    if (size > SMALL && size > wire * mostRatio) {
      throw new AnswerTooLarge("what is packed more than " + mostRatio + " times");
    }
  }

  private AnswerTooLarge tooLarge() {
    return new AnswerTooLarge("more than " + mostBytes + " bytes");
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
  }

  private final class Capped extends InputStream {
    private final Counting in;
    private final Counting wire;

    Capped(InputStream in, Counting wire) {
      this.in = new Counting(in);
      this.wire = wire;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      check(in.bytes, wire.bytes);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      check(in.bytes, wire.bytes);
      return n;
    }
  }
}
