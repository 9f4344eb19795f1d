package io.syncline.core.stream;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.SyncRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which rows a batch touched, as the outbox keeps it: one array per key column, and of an update
 * the values too; where the last key column is a date, the span of days per leading key. A span may
 * cover rows of other batches, which is harmless: the relay copies what staging holds now.
 */
public final class BatchKeys {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  public static final String FIRST = "first_day";
  public static final String LAST = "last_day";

  private BatchKeys() {}

  public static ObjectNode of(Batch batch) {
    return ofRecords(batch.stream(), batch.records());
  }

  static ObjectNode ofRecords(Stream stream, List<SyncRecord> records) {
    int leading = stream.remembered().size();
    Map<List<Object>, int[]> spans = new LinkedHashMap<>();
    SyncRecord before = null;
    int[] span = {};
    for (SyncRecord record : records) {
      int day =
          stream
              .rangeColumn()
              .map(column -> (int) column.element(record.required(leading)))
              .orElse(0);
      if (before == null || !record.startsLike(before, leading)) { // a series has one key
        span = spans.computeIfAbsent(key(stream, record, leading), k -> new int[] {day, day});
      }
      span[0] = Math.min(span[0], day);
      span[1] = Math.max(span[1], day);
      before = record;
    }
    return json(stream, spans);
  }

  private static List<Object> key(Stream stream, SyncRecord record, int leading) {
    Object[] key = new Object[leading];
    for (int i = 0; i < leading; i++) {
      key[i] = stream.columns().get(i).element(record.required(i));
    }
    return List.of(key);
  }

  /**
   * The same of rows that are named by their keys as text, each day a span of its own. An update
   * that copies what staging holds names no values.
   */
  public static ObjectNode of(Stream stream, List<List<String>> named) {
    ObjectNode keys = JSON.objectNode();
    List<Column> remembered = stream.remembered();
    List<List<String>> rows =
        stream.memory() == Memory.PREFIX
            ? named.stream().map(row -> row.subList(0, 1)).distinct().toList()
            : named;
    for (int i = 0; i < remembered.size(); i++) {
      int column = i;
      ArrayNode values = keys.putArray(remembered.get(i).name());
      rows.forEach(
          row -> values.addPOJO(column < row.size() ? element(stream, row, column) : null));
    }
    if (stream.range()) {
      for (String bound : List.of(FIRST, LAST)) {
        ArrayNode days = keys.putArray(bound);
        rows.forEach(row -> days.addPOJO(element(stream, row, remembered.size())));
      }
    }
    return keys;
  }

  private static Object element(Stream stream, List<String> row, int column) {
    Column type = stream.columns().get(column);
    return type.element(type.read(row.get(column)));
  }

  private static ObjectNode json(Stream stream, Map<List<Object>, int[]> spans) {
    ObjectNode keys = JSON.objectNode();
    for (int i = 0; i < stream.remembered().size(); i++) {
      int column = i;
      ArrayNode values = keys.putArray(stream.remembered().get(i).name());
      spans.keySet().forEach(key -> values.addPOJO(key.get(column)));
    }
    if (stream.range()) {
      ArrayNode first = keys.putArray(FIRST);
      ArrayNode last = keys.putArray(LAST);
      spans.values().forEach(span -> first.add(span[0]));
      spans.values().forEach(span -> last.add(span[1]));
    }
    return keys;
  }

  /** The keys of several batches of one stream. */
  public static ObjectNode together(List<JsonNode> batches) {
    ObjectNode keys = JSON.objectNode();
    for (JsonNode batch : batches) {
      batch
          .fieldNames()
          .forEachRemaining(name -> keys.withArray(name).addAll((ArrayNode) batch.get(name)));
    }
    return keys;
  }

  /** The keys as dead letters are called by them; of a span each day. */
  public static java.util.stream.Stream<String> texts(Stream stream, JsonNode keys) {
    List<Column> leading = stream.range() ? stream.remembered() : stream.key();
    return IntStream.range(0, keys.path(leading.get(0).name()).size())
        .boxed()
        .flatMap(i -> texts(stream, keys, i, text(leading, keys, i)))
        .map(LetterKey::of);
  }

  private static java.util.stream.Stream<String> texts(
      Stream stream, JsonNode keys, int i, String leading) {
    return stream.range()
        ? IntStream.rangeClosed(keys.get(FIRST).get(i).asInt(), keys.get(LAST).get(i).asInt())
            .mapToObj(day -> leading + "/" + LocalDate.ofEpochDay(day))
        : java.util.stream.Stream.of(leading);
  }

  /** One of the keys as people read it. */
  public static String text(List<Column> columns, JsonNode keys, int i) {
    return columns.stream()
        .map(
            column -> {
              JsonNode value = keys.get(column.name()).get(i);
              return column.type() == SqlType.DATE
                  ? LocalDate.ofEpochDay(value.asInt()).toString()
                  : value.asText();
            })
        .collect(joining("/"));
  }

  /** Binds the keys as the array parameters of {@link StreamSql#current()}. */
  public static void bind(
      Connection connection, PreparedStatement statement, Stream stream, JsonNode keys)
      throws SQLException {
    int parameter = 1;
    for (Column column : stream.remembered()) {
      statement.setArray(
          parameter++,
          connection.createArrayOf(
              column.type().element(), elements(column.type(), keys.get(column.name()))));
    }
    if (stream.range()) {
      for (String bound : List.of(FIRST, LAST)) {
        statement.setArray(
            parameter++,
            connection.createArrayOf("int4", elements(SqlType.INTEGER, keys.get(bound))));
      }
    }
  }

  private static Object[] elements(SqlType type, JsonNode array) {
    List<Object> values = new ArrayList<>(array.size());
    for (JsonNode node : array) {
      values.add(node.isNull() ? null : element(type, node));
    }
    return values.toArray(type.array(0));
  }

  private static Object element(SqlType type, JsonNode node) {
    return switch (type) {
      case INTEGER, DATE -> node.asInt();
      case BOOLEAN -> node.asBoolean();
      case TEXT, NUMERIC, TIMESTAMP, TIMESTAMPTZ, UUID, JSONB, OWN, OPAQUE -> node.asText();
    };
  }
}
