package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bulk operation's result while it comes. Lines that belong together mostly stand near each
 * other: a record and those of its lines that come within some megabytes of it are handed on as
 * one, which is a fraction of the rows. All others are handed on one by one.
 */
final class BulkFile {
  private static final int LONGEST = 8_000_000;
  // these decide on the numbers of rows, which positions hold: with others, "stored" and "row" need
  // other names (BulkPages.EARLIER)
  private static final int MOST_HELD = 4_000_000;
  private static final int MOST_TOGETHER = 1_000_000;
  private static final int OF_AN_ENTRY = 300; // what it takes beside its text
  private static final int FEW = 4; // lines of an order
  private static final int BUFFER = 65_536;
  private static final JsonFactory JSON = new JsonFactory();

  private final InputStream in;
  private final boolean joins;
  private final Consumer<Entry> to;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final Map<String, Together> held = new LinkedHashMap<>();
  private byte[] line = buffer;
  private int from;
  private int length;
  private int next;
  private int end;
  private int size;
  private long lines;

  /**
   * What is stored as one.
   *
   * @param data a line, and behind it those that belong to it
   */
  record Entry(@Nullable String id, @Nullable String parent, List<String> data) {

    /** Signs of it. */
    int length() {
      return data.stream().mapToInt(String::length).sum();
    }
  }

  private record Parsed(@Nullable String id, @Nullable String parent, String data) {

    Entry alone() {
      return new Entry(id, parent, List.of(data));
    }
  }

  private static final class Together {
    private @Nullable Parsed record;
    private final List<Parsed> children = new ArrayList<>(FEW);
    private int size;
  }

  /**
   * A file that is read to its end by {@link #read}.
   *
   * @param joins whether lines are joined at all
   */
  BulkFile(InputStream in, boolean joins, Consumer<Entry> to) {
    this.in = in;
    this.joins = joins;
    this.to = to;
  }

  /** Hands on all of it; answers how many lines it has. */
  long read() throws IOException {
    while (isAnotherLine()) {
      String text = new String(line, from, length, StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        lines++;
        take(parsed(text));
      }
    }
    handOn(0);
    return lines;
  }

  private void take(Parsed line) {
    String record = line.parent() == null ? line.id() : line.parent();
    if (!joins || record == null) {
      to.accept(line.alone());
      return;
    }
    Together together = held.computeIfAbsent(record, id -> new Together());
    if (line.parent() != null) {
      together.children.add(line);
    } else if (together.record == null) {
      together.record = line;
    } else {
      to.accept(line.alone()); // the same record again, which is for the mapper to judge
      return;
    }
    int more = line.data().length() + OF_AN_ENTRY;
    together.size += more;
    size += more;
    if (together.size > MOST_TOGETHER) {
      handOn(together);
      held.remove(record);
    }
    if (size > MOST_HELD) {
      handOn(MOST_HELD); // never many at once: the server takes some in while others are read
    }
  }

  /** The oldest ones, until no more than so much is held. */
  private void handOn(int most) {
    Iterator<Together> oldest = held.values().iterator();
    while (size > most && oldest.hasNext()) {
      handOn(oldest.next());
      oldest.remove();
    }
  }

  private void handOn(Together together) {
    size -= together.size;
    Parsed record = together.record;
    if (record == null) {
      together.children.forEach(child -> to.accept(child.alone()));
      return;
    }
    List<String> data = new ArrayList<>(1 + together.children.size());
    data.add(record.data());
    together.children.forEach(child -> data.add(child.data()));
    to.accept(new Entry(record.id(), null, data));
  }

  /** Goes to the next line, which stands where it was read unless it began in an earlier part. */
  private boolean isAnotherLine() throws IOException {
    begun.reset();
    while (true) {
      if (next == end) {
        next = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          return is(begun.toByteArray(), 0, begun.size()) && length > 0;
        }
      }
      int first = next;
      next = endOfLine(first);
      if (begun.size() + next - first > LONGEST) {
        throw garbage("has a line of more than " + LONGEST + " bytes");
      }
      if (next < end) {
        next++;
        if (begun.size() == 0) {
          return is(buffer, first, next - 1 - first);
        }
        begun.write(buffer, first, next - 1 - first);
        return is(begun.toByteArray(), 0, begun.size());
      }
      begun.write(buffer, first, next - first);
    }
  }

  private int endOfLine(int from) {
    int at = from;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  private boolean is(byte[] line, int from, int length) {
    this.line = line;
    this.from = from;
    this.length = length;
    return true;
  }

  /** Bytes are read twice as fast as signs are, but have to be those of UTF-8. */
  private Parsed parsed(String text) throws IOException {
    if (!beginsPlainly()) {
      return parsedOfSigns(text);
    }
    try (JsonParser json = JSON.createParser(line, from, length)) {
      return parsed(json, text);
    } catch (JsonProcessingException e) {
      return parsedOfSigns(text);
    }
  }

  /** Else the parser of bytes would look for another encoding, and find it. */
  private boolean beginsPlainly() {
    return length > 1 && line[from] == '{' && line[from + 1] != 0;
  }

  private static Parsed parsedOfSigns(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      return parsed(json, text);
    } catch (JsonProcessingException e) {
      throw garbage("is not JSON line by line");
    }
  }

  private static Parsed parsed(JsonParser json, String text) throws IOException {
    String id = null;
    String parent = null;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw garbage("is not JSON line by line");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      id = name.equals("id") ? json.getText() : id;
      parent = name.equals("__parentId") ? json.getText() : parent;
      json.skipChildren();
    }
    if (json.nextToken() != null) {
      throw garbage("is not JSON line by line");
    }
    return new Parsed(id, parent, text);
  }

  private static TransientFailure garbage(String what) {
    return TransientFailure.source(
        StopReason.SOURCE_GARBAGE, "the result of a bulk operation " + what);
  }
}
