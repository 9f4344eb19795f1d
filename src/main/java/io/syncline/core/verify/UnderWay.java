package io.syncline.core.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Database;
import io.syncline.core.database.Sql;
import io.syncline.core.record.StoredJson;
import io.syncline.core.relay.Outbox;
import io.syncline.core.stream.KeyTypes;
import io.syncline.core.stream.Memory;
import io.syncline.core.stream.PartKeys;
import io.syncline.core.stream.Partitions;
import io.syncline.core.stream.Stream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The batches that were on their way while the two snapshots were taken: still pending, or
 * delivered after staging's. What they touch may differ between the snapshots and says nothing. Nor
 * does what is left of runs that are being forgotten.
 */
record UnderWay(List<Sent> batches, Set<String> forgotten) {
  private static final String BATCHES =
      """
      SELECT id, table_name, stream, keys, parts, rows, state FROM run_batches
      WHERE state = 'pending' OR applied_at >= ?
      """;

  private static final String FORGOTTEN =
      "SELECT id::text FROM sync_forgotten_runs WHERE settled_at IS NULL OR settled_at >= ?";

  record Sent(UUID id, String table, List<PartKeys> parts, boolean pending) {}

  /** To be asked for when both snapshots are taken. */
  static UnderWay since(OffsetDateTime moment, Database staging) throws SQLException {
    try (Connection connection = staging.pool().getConnection()) {
      List<Sent> batches = Sql.all(connection, BATCHES, UnderWay::sent, moment);
      List<String> forgotten = Sql.all(connection, FORGOTTEN, row -> row.getString(1), moment);
      return new UnderWay(batches, Set.copyOf(forgotten));
    }
  }

  private static Sent sent(ResultSet row) throws SQLException {
    String table = row.getString("table_name");
    String parts = row.getString("parts");
    return new Sent(
        row.getObject("id", UUID.class),
        table,
        parts == null ? List.of(only(table, row)) : PartKeys.read(parts),
        row.getString("state").equals(Outbox.PENDING));
  }

  /** How the keys are kept is the stream's affair there: by key or by span. */
  private static PartKeys only(String table, ResultSet row) throws SQLException {
    JsonNode keys = StoredJson.read(row.getString("keys"));
    return new PartKeys(table, row.getString("stream"), Memory.KEYS, keys, row.getInt("rows"));
  }

  boolean has(String batch) {
    return batches.stream().anyMatch(sent -> sent.id().toString().equals(batch));
  }

  /**
   * The digests of the keys that the batches touch, of the rows that a database had at its moment:
   * those that a batch takes away are gone by now.
   *
   * @param compared the stream as the tables are compared by it
   */
  Set<String> keys(Stream stream, Stream compared, Snapshot snapshot, Database database)
      throws SQLException {
    Set<String> keys = new HashSet<>();
    if (batches.stream().noneMatch(sent -> sent.parts().stream().anyMatch(p -> p.isOf(stream)))) {
      return keys;
    }
    Savepoint before = snapshot.mark();
    Connection connection = snapshot.connection();
    if (Partitions.isThere(connection, database, stream)) {
      Stream typed = new KeyTypes().of(connection, database, stream);
      for (Sent sent : batches) {
        for (PartKeys part : sent.parts()) {
          if (part.isOf(stream)) {
            String text = digests(compared, part.current(typed, database));
            keys.addAll(digests(connection, text, stream, part, sent.id()));
          }
        }
      }
    }
    snapshot.release(before);
    return keys;
  }

  private static String digests(Stream compared, String rows) {
    return "SELECT %s FROM (%s) t".formatted(TableComparison.keyDigest(compared), rows);
  }

  private static List<String> digests(
      Connection connection, String text, Stream stream, PartKeys part, UUID batch)
      throws SQLException {
    List<String> digests = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(text)) {
      part.bind(connection, query, stream, batch);
      ResultSet row = query.executeQuery();
      while (row.next()) {
        digests.add(row.getString(1));
      }
    }
    return digests;
  }
}
