package io.syncline.clientapi.amazon;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.source.BodyReading;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads some rows of a file whose columns are parted by tabs; nothing is quoted in it. Lines and
 * columns are parted as bytes: in none of the character sets in use is a tab or an end of a line a
 * part of something else, and which one it is may be known at the end only. A line that does not
 * end is a failure; long rows are held by their size.
 *
 * @param from how many rows are passed over
 * @param most how many are read
 */
record TabbedRows(int from, int most) implements BodyReading<TabbedRows.Part> {
  /** A character for each byte, and back again. */
  private static final Charset BYTES = StandardCharsets.ISO_8859_1;

  /** Bytes of a line; a listing with all its texts has some thousands. */
  private static final int LONGEST = 1_000_000;

  private static final int MOST_BYTES = 16_000_000;

  /**
   * What was read.
   *
   * @param isLast whether there are no rows behind
   */
  record Part(List<String> columns, List<List<String>> rows, boolean isLast) {

    /** The same as text. */
    Part in(Optional<Charset> named, String market) {
      List<byte[]> lines = new ArrayList<>();
      lines.add(String.join("\t", columns).getBytes(BYTES));
      rows.forEach(row -> lines.add(String.join("\t", row).getBytes(BYTES)));
      Charset charset = named.orElseGet(() -> ReportText.guessed(lines, market));
      return new Part(
          text(columns, charset), rows.stream().map(row -> text(row, charset)).toList(), isLast);
    }

    private static List<String> text(List<String> bytes, Charset charset) {
      return bytes.stream().map(it -> new String(it.getBytes(BYTES), charset)).toList();
    }
  }

  @Override
  public Part read(InputStream body) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(new Bounded(body), BYTES));
    String header = lines.readLine();
    List<List<String>> rows = new ArrayList<>();
    int passed = 0;
    int bytes = 0;
    String line = lines.readLine();
    while (line != null && rows.size() < most && bytes < MOST_BYTES) {
      if (!line.isEmpty() && passed++ >= from) {
        rows.add(columns(line));
        bytes += line.length();
      }
      line = lines.readLine();
    }
    return new Part(header == null ? List.of() : columns(header), rows, line == null);
  }

  private static List<String> columns(String line) {
    return Arrays.asList(line.split("\t", -1));
  }

  /** Counts what comes between two ends of lines. */
  private static final class Bounded extends FilterInputStream {
    private int length;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
      int read = super.read(into, offset, most);
      for (int i = offset; i < offset + read; i++) {
        length = into[i] == '\n' || into[i] == '\r' ? 0 : length + 1;
        if (length > LONGEST) {
          throw TransientFailure.source(
              StopReason.SOURCE_GARBAGE,
              "Amazon's report has a line of more than " + LONGEST + " bytes");
        }
      }
      return read;
    }
  }
}
