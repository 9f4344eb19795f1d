package io.syncline.core.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Database;
import io.syncline.core.record.StoredJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What the ledger keeps of a batch's rows in one table, so that they are found again.
 *
 * @param keys as {@link BatchKeys} has them; empty where the rows have the batch's id
 */
public record PartKeys(String table, String stream, Memory memory, JsonNode keys, int rows) {

  public static PartKeys of(Part part) {
    Stream stream = part.stream();
    return new PartKeys(
        stream.table(), stream.name(), stream.memory(), keys(part), part.records().size());
  }

  private static ObjectNode keys(Part part) {
    if (part.prefix().isPresent()) {
      return BatchKeys.of(part.stream(), List.of(List.of(part.prefix().get())));
    }
    return part.stream().memory() == Memory.BATCH
        ? JsonNodeFactory.instance.objectNode()
        : BatchKeys.ofRecords(part.stream(), part.records());
  }

  /** Those of a batch, as {@link #json} wrote them. */
  public static List<PartKeys> read(String json) {
    List<PartKeys> parts = new ArrayList<>();
    for (JsonNode part : StoredJson.read(json)) {
      parts.add(
          new PartKeys(
              part.path("table").asText(),
              part.path("stream").asText(),
              Memory.valueOf(part.path("memory").asText().toUpperCase(Locale.ROOT)),
              part.path("keys"),
              part.path("rows").asInt()));
    }
    return parts;
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("table", table).put("stream", stream);
    json.put("memory", memory.name().toLowerCase(Locale.ROOT));
    json.set("keys", keys);
    return json.put("rows", rows);
  }

  public boolean isOf(Stream writer) {
    return table.equals(writer.table()) && stream.equals(writer.name());
  }

  /** The statement that reads what a database holds of the rows now. */
  public String current(Stream writer, Database database) {
    StreamSql sql = new StreamSql(writer, database);
    return memory == Memory.BATCH ? sql.ofBatch() : sql.current();
  }

  /** Binds the parameters of {@link #current}. */
  public void bind(Connection connection, PreparedStatement statement, Stream writer, UUID batch)
      throws SQLException {
    if (memory == Memory.BATCH) {
      statement.setString(1, batch.toString());
    } else {
      BatchKeys.bind(connection, statement, writer, keys);
    }
  }
}
