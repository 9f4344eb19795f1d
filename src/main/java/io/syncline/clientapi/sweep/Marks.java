package io.syncline.clientapi.sweep;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.clientapi.record.ClientStreams;
import io.syncline.core.record.StoredJson;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Part;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.RowChange;
import io.syncline.core.write.StagingTx;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Marks records that are not listed, and takes the mark from those that are: whole rows, which both
 * databases get as any others. What has changed since the sweep began is left as it is.
 *
 * @param keys ids of records in their order, as they were found
 */
public record Marks(SweptType swept, Sweep sweep, List<String> keys) implements SweepStep {

  private static final int ID = 3;
  private static final int MARK = ClientStreams.RECORDS.columns().size() - 1;

  private static final String DUE =
      """
      SELECT external_id FROM %s
      WHERE client_id = :client AND credential_id = :credential AND data_type = :type
        AND external_id = ANY (:keys) AND updated_at < :began
      """;

  private static final String STILL_THERE =
      "SELECT EXISTS (SELECT FROM client_swept_ids" + SweptIds.OF + " AND external_id = :last)";

  public Marks {
    keys = List.copyOf(keys);
  }

  @Override
  public int size() {
    return keys.size();
  }

  @Override
  public List<Composition> halves() {
    int middle = keys.size() / 2;
    return List.of(
        new Marks(swept, sweep, keys.subList(0, middle)),
        new Marks(swept, sweep, keys.subList(middle, keys.size())));
  }

  /** Where a crash took the listing, all would seem to be gone: it is listed anew. */
  @Override
  public Composed compose(StagingTx staging) {
    if (sweep.ids() > 0 && !isStillThere(staging)) {
      return moved(Sweep.begun(sweep.run(), staging.at(), swept));
    }
    List<SyncRecord> rows = staging.lockRows(swept.stream(), rowKeys());
    Set<String> due = due(staging);
    List<SyncRecord> found = rows.stream().filter(row -> due.contains(id(row))).toList();
    List<SyncRecord> marked = found.stream().map(row -> marked(row, staging)).toList();
    Sweep after = now(staging).compared(keys.get(keys.size() - 1), marked.size());
    return Composed.of(
            List.of(new Part(swept.stream(), marked)),
            new Outcomes(0, marked.size(), 0, 0, 0, 0, 0, 0))
        .showing(found.stream().map(row -> change(row, staging)).toList())
        .moving(after.move(swept.cursor()));
  }

  /** How far a dry run is then, which shows these records and has counted all. */
  Sweep shown() {
    return sweep.compared(keys.get(keys.size() - 1), 0);
  }

  private RowChange change(SyncRecord row, StagingTx staging) {
    return new RowChange(
        id(row),
        swept.stream().table(),
        "update",
        JsonNodeFactory.instance
            .objectNode()
            .put("data_type", swept.type())
            .put("external_id", id(row)),
        deletedAt(row.value(MARK)),
        deletedAt(row.value(MARK) == null ? staging.at() : null),
        null);
  }

  private static ObjectNode deletedAt(@Nullable Object moment) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("deleted_at", moment == null ? null : moment.toString());
  }

  /** One row says itself that it was refused; those behind it are compared all the same. */
  @Override
  public Composed refused(StagingTx staging, String reason) {
    return refusedBy(reason, now(staging).compared(keys.get(keys.size() - 1), 0));
  }

  private boolean isStillThere(StagingTx staging) {
    return swept
        .statement(staging.client(), STILL_THERE)
        .param("last", sweep.last())
        .query(Boolean.class)
        .single();
  }

  /** As the half before has left it. */
  private Sweep now(StagingTx staging) {
    return staging
        .client()
        .sql("SELECT value::text FROM sync_cursors WHERE pipeline = ? AND stream = ? AND scope = ?")
        .params(staging.run().pipeline(), swept.cursor(), staging.run().scope())
        .query(String.class)
        .optional()
        .flatMap(cursor -> Sweep.read(StoredJson.read(cursor), sweep.run()))
        .orElse(sweep);
  }

  private Set<String> due(StagingTx staging) {
    return new HashSet<>(
        swept
            .statement(staging.client(), DUE.formatted(swept.table()))
            .param("keys", keys.toArray(String[]::new))
            .param("began", Timestamp.from(sweep.began()))
            .query(String.class)
            .list());
  }

  private Collection<List<?>> rowKeys() {
    return keys.stream()
        .<List<?>>map(id -> List.of(swept.client(), swept.credential(), swept.type(), id))
        .toList();
  }

  private static String id(SyncRecord row) {
    return row.required(ID).toString();
  }

  private static SyncRecord marked(SyncRecord row, StagingTx staging) {
    @Nullable Object[] values =
        IntStream.range(0, ClientStreams.RECORDS.columns().size()).mapToObj(row::value).toArray();
    values[MARK] = values[MARK] == null ? staging.at() : null;
    return SyncRecord.of(values);
  }
}
