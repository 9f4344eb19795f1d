package io.syncline.entities;

import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Part;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.Counts;
import io.syncline.entities.engine.change.EntityWrite;
import io.syncline.entities.engine.mapping.Feed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Where a feed's entities are written, and what the table gives to new ones.
 *
 * @param defaults expressions of the table's own catalogue by column
 */
record FeedTarget(EntityTable table, Map<String, String> defaults) {

  /** The batch that the changes make, with what only staging has of it written. */
  Composed written(
      StagingTx staging, Feed feed, BatchChanges changes, Map<UUID, SyncRecord> locked) {
    new FeedWrites(staging, feed).write(table.name(), changes);
    Lineage lineage = new Lineage(staging.batch(), staging.at());
    changes.lineage().forEach(row -> lineage.resolved(table.name(), row, staging.run().id()));
    List<Part> parts =
        List.of(new Part(table.stream(), entities(staging, changes, locked)), lineage.part());
    return Composed.of(parts, outcomes(changes.counts()))
        .saying(changes.errors().stream().map(FeedTarget::entry).toList());
  }

  private List<SyncRecord> entities(
      StagingTx staging, BatchChanges changes, Map<UUID, SyncRecord> locked) {
    int added = (int) changes.entities().stream().filter(EntityWrite::isNew).count();
    Iterator<Map<String, String>> given = given(staging, added).iterator();
    List<SyncRecord> records = new ArrayList<>();
    for (EntityWrite write : changes.entities()) {
      SyncRecord before =
          write.isNew()
              ? table.fresh(write.id(), given.next())
              : Objects.requireNonNull(locked.get(write.id()));
      records.add(table.with(before, write.values(), staging.at()));
    }
    return records;
  }

  /** Expressions such as a sequence's have another value in each row. */
  private List<Map<String, String>> given(StagingTx staging, int rows) {
    if (rows == 0) {
      return List.of();
    }
    List<String> columns = List.copyOf(defaults.keySet());
    String values =
        String.join(", ", columns.stream().map(it -> "(" + defaults.get(it) + ")::text").toList());
    return staging
        .client()
        .sql("SELECT %s FROM generate_series(1, ?)".formatted(values.isEmpty() ? "1" : values))
        .param(rows)
        .query(
            (row, number) -> {
              Map<String, String> texts = new HashMap<>();
              for (int i = 0; i < columns.size(); i++) {
                String text = row.getString(i + 1);
                if (text != null) {
                  texts.put(columns.get(i), text);
                }
              }
              return texts;
            })
        .list();
  }

  private static Outcomes outcomes(Counts counts) {
    return new Outcomes(
        counts.created(),
        counts.updated(),
        counts.unchanged(),
        counts.skipped(),
        0,
        counts.archived(),
        counts.fieldsChanged(),
        counts.conflictsOpened());
  }

  /** As the ledger keeps it. */
  static RowError entry(io.syncline.entities.engine.error.RowError error) {
    return new RowError(
        error.row().text(),
        error.column(),
        error.code().name(),
        error.message(),
        Severity.valueOf(error.severity().name()));
  }
}
