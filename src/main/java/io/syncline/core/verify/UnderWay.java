package io.syncline.core.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.database.Sql;
import io.syncline.core.record.StoredJson;
import io.syncline.core.relay.Outbox;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.KeyTypes;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The batches that were on their way while the two snapshots were taken: still pending, or
 * delivered after staging's. What they touch may differ between the snapshots and says nothing. Nor
 * does what is left of runs that are being forgotten.
 */
record UnderWay(List<Sent> batches, Set<String> forgotten) {
  private static final String BATCHES =
      """
      SELECT id, table_name, stream, keys, state FROM run_batches
      WHERE state = 'pending' OR applied_at >= ?
      """;

  private static final String FORGOTTEN =
      "SELECT id::text FROM sync_forgotten_runs WHERE settled_at IS NULL OR settled_at >= ?";

  record Sent(String id, String table, String stream, JsonNode keys, boolean pending) {

    boolean isOf(Stream stream) {
      return table.equals(stream.table()) && this.stream.equals(stream.name());
    }
  }

  /** To be asked for when both snapshots are taken. */
  static UnderWay since(OffsetDateTime moment, Database staging) throws SQLException {
    try (Connection connection = staging.pool().getConnection()) {
      List<Sent> batches = Sql.all(connection, BATCHES, UnderWay::sent, moment);
      List<String> forgotten = Sql.all(connection, FORGOTTEN, row -> row.getString(1), moment);
      return new UnderWay(batches, Set.copyOf(forgotten));
    }
  }

  private static Sent sent(ResultSet row) throws SQLException {
    return new Sent(
        row.getString("id"),
        row.getString("table_name"),
        row.getString("stream"),
        StoredJson.read(row.getString("keys")),
        row.getString("state").equals(Outbox.PENDING));
  }

  boolean has(String batch) {
    return batches.stream().anyMatch(sent -> sent.id().equals(batch));
  }

  /**
   * The digests of the keys that the batches touch in either database.
   *
   * @param compared the stream as the tables are compared by it
   */
  Set<String> keys(Stream stream, Stream compared, Databases databases) throws SQLException {
    Set<String> keys = new HashSet<>();
    for (Database database : List.of(databases.staging(), databases.production())) {
      try (Connection connection = database.pool().getConnection();
          PreparedStatement query =
              connection.prepareStatement(digests(connection, database, stream, compared))) {
        for (Sent sent : batches) {
          if (sent.isOf(stream)) {
            BatchKeys.bind(connection, query, stream, sent.keys());
            ResultSet row = query.executeQuery();
            while (row.next()) {
              keys.add(row.getString(1));
            }
          }
        }
      }
    }
    return keys;
  }

  private static String digests(
      Connection connection, Database database, Stream stream, Stream compared)
      throws SQLException {
    return "SELECT %s FROM (%s) t"
        .formatted(
            TableComparison.keyDigest(compared),
            new StreamSql(new KeyTypes().of(connection, database, stream), database).current());
  }
}
