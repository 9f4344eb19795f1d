package io.syncline.entities;

import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Column;
import io.syncline.core.stream.Part;
import io.syncline.core.stream.Stream;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.FeedSource;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code field_lineage} that a batch adds: where each value came from. */
final class Lineage {
  /** Its rows are never changed; both databases have the same ids. */
  static final Stream STREAM =
      Stream.into(
              "lineage",
              "field_lineage",
              1,
              List.of(
                  Column.uuid("id"),
                  Column.text("entity_type"),
                  Column.uuid("entity_id"),
                  Column.text("field_name"),
                  Column.text("source_type"),
                  Column.uuid("source_id"),
                  Column.text("source_ref"),
                  Column.json("previous_value"),
                  Column.json("new_value"),
                  Column.uuid("sync_run_id"),
                  Column.text("changed_by"),
                  Column.timestamptz("changed_at"),
                  Column.uuid("feed_id"),
                  Column.text("authority"),
                  Column.integer("row_number"),
                  Column.text("record_id"),
                  Column.uuid(Stream.BATCH_ID)))
          .unprefixed()
          .bare()
          .growing();

  private final UUID batch;
  private final Instant at;
  private final List<SyncRecord> rows = new ArrayList<>();

  Lineage(UUID batch, Instant at) {
    this.batch = batch;
    this.at = at;
  }

  /** A field that somebody changed by hand: no run is named, as in document 001. */
  void edited(String type, UUID entity, Edit.Change change, String by) {
    rows.add(
        SyncRecord.of(
            UUID.randomUUID(),
            type,
            entity,
            change.field(),
            "app",
            null,
            null,
            json(change.before()),
            json(change.after()),
            null,
            by,
            at,
            null,
            null,
            null,
            null,
            batch));
  }

  /** What a feed's rows made of a field. */
  void resolved(String type, LineageRow row, UUID run) {
    FeedSource source = row.source();
    rows.add(
        SyncRecord.of(
            UUID.randomUUID(),
            type,
            row.entityId(),
            row.field(),
            row.sourceType(),
            source == null ? null : source.id(),
            row.reference(),
            json(row.previous()),
            json(row.value()),
            run,
            null,
            at,
            row.feedId(),
            row.authority(),
            number(row.row()),
            row.row() == null ? null : row.row().recordId(),
            batch));
  }

  private static @Nullable Integer number(@Nullable RowRef ref) {
    return ref == null || ref.recordId() != null ? null : ref.number();
  }

  Part part() {
    return new Part(STREAM, rows);
  }

  private static @Nullable String json(@Nullable Value value) {
    return value == null ? null : value.json().toString();
  }
}
