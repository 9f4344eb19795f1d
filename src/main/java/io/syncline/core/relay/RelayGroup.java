package io.syncline.core.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.database.Sql;
import io.syncline.core.error.SqlFailures;
import io.syncline.core.record.StoredJson;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ProductionFences;
import io.syncline.core.stream.BatchKeys;
import io.syncline.core.stream.Effect;
import io.syncline.core.stream.Stream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Copies neighbouring batches of one stream as if they were one: many small batches cost the round
 * trips of a large one. Where that meets a refusal they are copied one by one.
 */
@Component
final class RelayGroup {
  private static final String APPLIED =
      """
      INSERT INTO sync_applied (batch_id, run_id, table_name, rows, installation)
      SELECT b.id, b.run_id, ?, b.rows, ? FROM unnest(?::uuid[], ?::uuid[], ?::int[]) AS b (id, run_id, rows)
      ON CONFLICT (batch_id) DO NOTHING
      RETURNING batch_id
      """;
  private static final String ROWS = "upsert";

  private final RelayCopy copy;
  private final RelayEntry entry;
  private final ProductionFences fences;

  RelayGroup(RelayCopy copy, RelayEntry entry, ProductionFences fences) {
    this.copy = copy;
    this.entry = entry;
    this.fences = fences;
  }

  /** Neighbours that may be copied as one; tombstones are copied alone. */
  static List<List<PendingBatch>> of(List<PendingBatch> due) {
    List<List<PendingBatch>> groups = new ArrayList<>();
    for (PendingBatch batch : due) {
      List<PendingBatch> last = groups.isEmpty() ? List.of() : groups.get(groups.size() - 1);
      if (!last.isEmpty() && isLike(last.get(0), batch)) {
        last.add(batch);
      } else {
        groups.add(new ArrayList<>(List.of(batch)));
      }
    }
    return groups;
  }

  private static boolean isLike(PendingBatch one, PendingBatch other) {
    return one.kind().equals(ROWS)
        && other.kind().equals(ROWS)
        && one.stream().equals(other.stream());
  }

  void deliver(Connection staging, Connection production, Stream stream, List<PendingBatch> batches)
      throws SQLException {
    if (batches.size() == 1) {
      copy.deliver(staging, production, stream, batches.get(0));
      return;
    }
    Savepoint before = production.setSavepoint();
    try {
      if (deliverAsOne(staging, production, stream, batches)) {
        production.releaseSavepoint(before);
        return;
      }
    } catch (SQLException e) {
      if (!SqlFailures.isAboutData(e) && !SqlFailures.isAboutRows(e)) {
        throw e;
      }
    }
    production.rollback(before);
    for (PendingBatch batch : batches) {
      copy.deliver(staging, production, stream, batch);
    }
  }

  /**
   * False where staging lacks rows, or a trigger of production keeps some back: one by one it is
   * seen of which batch they are.
   */
  private boolean deliverAsOne(
      Connection staging, Connection production, Stream stream, List<PendingBatch> batches)
      throws SQLException {
    for (PendingBatch newest : newestOfEachScope(batches)) {
      entry.raiseFence(production, newest);
    }
    Set<UUID> unknown = applied(production, stream, batches);
    List<JsonNode> keys = new ArrayList<>(unknown.size());
    int expected = 0;
    for (PendingBatch batch : batches) {
      if (unknown.contains(batch.id())) {
        keys.add(StoredJson.read(batch.keys()));
        expected += batch.rows();
      }
    }
    if (!keys.isEmpty()) {
      List<SyncRecord> rows = copy.current(staging, stream, BatchKeys.together(keys));
      if (rows.size() < expected) {
        return false;
      }
      UUID run = batches.get(0).runId();
      return copy.insert(production, stream, run, eachKeyOnce(stream, rows)).isEmpty();
    }
    return true;
  }

  private static Collection<PendingBatch> newestOfEachScope(List<PendingBatch> batches) {
    Map<String, PendingBatch> newest = new LinkedHashMap<>();
    batches.forEach(
        batch -> newest.merge(batch.scope(), batch, (a, b) -> a.fence() < b.fence() ? b : a));
    return newest.values();
  }

  /** Notes the batches as applied; answers those that production did not have. */
  private Set<UUID> applied(Connection production, Stream stream, List<PendingBatch> batches)
      throws SQLException {
    return Set.copyOf(
        Sql.all(
            production,
            APPLIED,
            row -> row.getObject(1, UUID.class),
            stream.table(),
            fences.installation(),
            array(production, "uuid", batches, PendingBatch::id),
            array(production, "uuid", batches, PendingBatch::runId),
            array(production, "int4", batches, PendingBatch::rows)));
  }

  private static Array array(
      Connection connection,
      String type,
      List<PendingBatch> batches,
      Function<PendingBatch, Object> element)
      throws SQLException {
    return connection.createArrayOf(type, batches.stream().map(element).toArray());
  }

  /**
   * One statement may not touch a row twice. Of an update, which comes with the values of each
   * batch, the last one stands, as if they had come one after the other; where only empty rows are
   * filled, the first one does.
   */
  private static List<SyncRecord> eachKeyOnce(Stream stream, List<SyncRecord> rows) {
    Map<List<Object>, SyncRecord> byKey = new LinkedHashMap<>();
    for (SyncRecord row : rows) {
      Object[] key = new Object[stream.keyWidth()];
      Arrays.setAll(key, row::value);
      if (stream.effect() == Effect.FILL) {
        byKey.putIfAbsent(Arrays.asList(key), row);
      } else {
        byKey.put(Arrays.asList(key), row);
      }
    }
    return List.copyOf(byKey.values());
  }
}
