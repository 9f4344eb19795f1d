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
  // these decide on the numbers of rows, which positions hold: with others, "rows" needs another
  // name
  private static final int MOST_HELD = 4_000_000;
  private static final int MOST_TOGETHER = 1_000_000;
  private static final int OF_AN_ENTRY = 300; // what it takes beside its text
  private static final int BUFFER = 65_536;
  private static final JsonFactory JSON = new JsonFactory();

  private final InputStream in;
  private final boolean joins;
  private final Consumer<Entry> to;
  private final byte[] buffer = new byte[BUFFER];
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final Map<String, Together> held = new LinkedHashMap<>();
  private int next;
  private int end;
  private int size;
  private long lines;

  /**
   * What is stored as one.
   *
   * @param data a line, and behind it, each on its own, those that belong to it
   */
  record Entry(@Nullable String id, @Nullable String parent, String data) {}

  private static final class Together {
    private @Nullable Entry record;
    private final List<Entry> children = new ArrayList<>();
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
    for (String text = line(); text != null; text = line()) {
      if (!text.isBlank()) {
        lines++;
        take(parsed(text));
      }
    }
    handOn(0);
    return lines;
  }

  private void take(Entry line) {
    String record = line.parent() == null ? line.id() : line.parent();
    if (!joins || record == null) {
      to.accept(line);
      return;
    }
    Together together = held.computeIfAbsent(record, id -> new Together());
    if (line.parent() != null) {
      together.children.add(line);
    } else if (together.record == null) {
      together.record = line;
    } else {
      to.accept(line); // the same record again, which is for the mapper to judge
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
      handOn(MOST_HELD / 2);
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
    Entry record = together.record;
    if (record == null) {
      together.children.forEach(to);
      return;
    }
    StringBuilder data = new StringBuilder(together.size);
    data.append(record.data());
    together.children.forEach(child -> data.append('\n').append(child.data()));
    to.accept(new Entry(record.id(), null, data.toString()));
  }

  /** The next line; null after the last. */
  private @Nullable String line() throws IOException {
    begun.reset();
    while (true) {
      if (next == end) {
        next = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) {
          return begun.size() == 0 ? null : begun.toString(StandardCharsets.UTF_8);
        }
      }
      int from = next;
      while (next < end && buffer[next] != '\n') {
        next++;
      }
      if (begun.size() + next - from > LONGEST) {
        throw garbage("has a line of more than " + LONGEST + " bytes");
      }
      if (next < end) {
        next++;
        if (begun.size() == 0) {
          return new String(buffer, from, next - 1 - from, StandardCharsets.UTF_8);
        }
        begun.write(buffer, from, next - 1 - from);
        return begun.toString(StandardCharsets.UTF_8);
      }
      begun.write(buffer, from, next - from);
    }
  }

  private static Entry parsed(String text) throws IOException {
    String id = null;
    String parent = null;
    try (JsonParser json = JSON.createParser(text)) {
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
    } catch (JsonProcessingException e) {
      throw garbage("is not JSON line by line");
    }
    return new Entry(id, parent, text);
  }

  private static TransientFailure garbage(String what) {
    return TransientFailure.source(
        StopReason.SOURCE_GARBAGE, "the result of a bulk operation " + what);
  }
}
