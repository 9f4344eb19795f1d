package io.syncline.clientapi.shopify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The lines of a bulk operation's result, in an unlogged table of staging: a child may stand before
 * its parent, and the file may be larger than memory. What a crash of the server takes is fetched
 * again. Threads may share it.
 */
@Component
final class BulkLines {
  private static final int LINES_AT_ONCE = 2_000;
  private static final int BYTES_AT_ONCE = 4_000_000;
  private static final int LONGEST = 8_000_000;
  private static final int DELETED_AT_ONCE = 50_000;
  private static final int BUFFER = 65_536;

  private static final String INSERT =
      """
      INSERT INTO client_bulk_lines (credential_id, stream, fence, line, id, parent_id, data)
      SELECT :credential, :stream, :fence, t.line, t.id, t.parent, t.data
      FROM unnest(:lines::bigint[], :ids::text[], :parents::text[], :texts::text[])
           AS t (line, id, parent, data)
      """;
  private static final String OF =
      " WHERE credential_id = :credential AND stream = :stream AND fence = :fence";
  private static final String DELETE =
      "DELETE FROM client_bulk_lines WHERE ctid IN (SELECT ctid FROM client_bulk_lines"
          + OF.replace("fence =", "fence <=")
          + " LIMIT "
          + DELETED_AT_ONCE
          + ")";
  private static final String PAGE =
      "SELECT line, id, parent_id, data FROM client_bulk_lines c"
          + OF
          + " AND line > :after AND %s ORDER BY line LIMIT :most";
  private static final String ORPHAN =
      """
      parent_id IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM client_bulk_lines p
          WHERE p.credential_id = c.credential_id AND p.stream = c.stream AND p.fence = c.fence
            AND p.id = c.parent_id)
      """;
  private static final JsonFactory JSON = new JsonFactory();

  private final JdbcClient staging;

  /** What is stored of a line. */
  record Line(long number, @Nullable String id, @Nullable String parent, String data) {}

  /**
   * Whose lines they are.
   *
   * @param fence of the run that fetched them
   */
  record Owner(UUID credential, String stream, long fence) {}

  BulkLines(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Stores a file in place of what was there; answers how many lines it has. */
  long store(Owner owner, InputStream file) throws IOException {
    delete(owner);
    BufferedInputStream in = new BufferedInputStream(file, BUFFER);
    List<Line> lines = new ArrayList<>();
    long count = 0;
    int bytes = 0;
    for (String text = line(in); text != null; text = line(in)) {
      if (!text.isBlank()) {
        lines.add(parsed(++count, text));
        bytes += text.length();
      }
      if (lines.size() >= LINES_AT_ONCE || bytes >= BYTES_AT_ONCE) {
        insert(owner, lines);
        bytes = 0;
      }
    }
    insert(owner, lines);
    return count;
  }

  /** Those of earlier runs too, so many at once that no statement takes long. */
  void delete(Owner owner) {
    written(
        () -> {
          int gone;
          do {
            gone = statement(DELETE, owner).update();
          } while (gone == DELETED_AT_ONCE);
        });
  }

  /** Whether so many are there: they come in their order and go all at once. */
  boolean areThere(Owner owner, long count) {
    return count == 0
        || statement(
                "SELECT EXISTS (SELECT 1 FROM client_bulk_lines" + OF + " AND line = :count)",
                owner)
            .param("count", count)
            .query(Boolean.class)
            .single();
  }

  /** The next ones that have no parent. */
  List<Line> parents(Owner owner, long after, int most) {
    return page("parent_id IS NULL", owner, after, most);
  }

  /** The next ones that have a parent, whether that is there or not. */
  List<Line> children(Owner owner, long after, int most) {
    return page("parent_id IS NOT NULL", owner, after, most);
  }

  /** The next ones whose parent is missing. */
  List<Line> orphans(Owner owner, long after, int most) {
    return page(ORPHAN, owner, after, most);
  }

  /** What belongs to these, by the id of their parent. */
  Map<String, List<Line>> childrenOf(Owner owner, List<Line> parents) {
    String[] ids = parents.stream().map(Line::id).toArray(String[]::new);
    return statement(
            "SELECT line, id, parent_id, data FROM client_bulk_lines"
                + OF
                + " AND parent_id = ANY(:ids) ORDER BY line",
            owner)
        .param("ids", ids)
        .query(
            (row, number) ->
                new Line(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
        .list()
        .stream()
        .collect(Collectors.groupingBy(line -> String.valueOf(line.parent())));
  }

  private List<Line> page(String which, Owner owner, long after, int most) {
    return statement(PAGE.formatted(which), owner)
        .param("after", after)
        .param("most", most)
        .query(
            (row, number) ->
                new Line(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
        .list();
  }

  private void insert(Owner owner, List<Line> lines) {
    if (!lines.isEmpty()) {
      written(
          () ->
              statement(INSERT, owner)
                  .param("lines", lines.stream().map(Line::number).toArray(Long[]::new))
                  .param("ids", lines.stream().map(Line::id).toArray(String[]::new))
                  .param("parents", lines.stream().map(Line::parent).toArray(String[]::new))
                  .param("texts", lines.stream().map(Line::data).toArray(String[]::new))
                  .update());
      lines.clear();
    }
  }

  private JdbcClient.StatementSpec statement(String sql, Owner owner) {
    return staging
        .sql(sql)
        .param("credential", owner.credential())
        .param("stream", owner.stream())
        .param("fence", owner.fence());
  }

  /** It is written while it is read: what goes wrong there is worth another try. */
  private static void written(Runnable statement) {
    try {
      statement.run();
    } catch (DataAccessException e) {
      throw TransientFailure.database("staging", e.getClass().getSimpleName(), e);
    }
  }

  /** The next line; null after the last. */
  private static @Nullable String line(BufferedInputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() >= LONGEST) {
        throw garbage("has a line of more than " + LONGEST + " bytes");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private static Line parsed(long number, String text) throws IOException {
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
    return new Line(number, id, parent, text);
  }

  private static TransientFailure garbage(String what) {
    return TransientFailure.source(
        StopReason.SOURCE_GARBAGE, "the result of a bulk operation " + what);
  }
}
