package io.syncline.entities;

import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Part;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.RowChange;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.Edit.Change;
import io.syncline.entities.UndoneChanges.Changed;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entities whose fields get back what they held before: as an edit by hand, with its lineage. What
 * holds that already is passed over, so that what a killed run has left is done by another one.
 *
 * @param entities in the order of their ids
 */
record UndoBatch(Undo undo, EntityTable table, List<UUID> entities) implements Composition {
  /** Feeds pass over rows that are as they were: they are to look at these entities again. */
  private static final String LOOK_AGAIN =
      "UPDATE feed_rows SET content_hash = NULL WHERE entity_id = ANY (?::uuid[]) AND content_hash IS NOT NULL";

  UndoBatch {
    entities = List.copyOf(entities);
  }

  /** The same in batches of at most so many. */
  List<UndoBatch> parts(int most) {
    return EntityBatches.parts(entities, most, this::of);
  }

  private UndoBatch of(List<UUID> some) {
    return new UndoBatch(undo, table, some);
  }

  @Override
  public String name() {
    return table.stream().name();
  }

  @Override
  public int size() {
    return entities.size();
  }

  @Override
  public List<Composition> halves() {
    return EntityBatches.halves(entities, this::of);
  }

  /** Keys' names are locked before rows, and written after them: as all batches do it. */
  @Override
  public Composed compose(StagingTx staging) {
    UndoneChanges undone = new UndoneChanges(staging.client(), undo);
    EntityKeys keys = new EntityKeys(staging, table.name());
    UndoWork work = new UndoWork(table, keys);
    work.lock(undone.of(table.name(), entities).values());
    Map<UUID, SyncRecord> rows = table.lock(staging, entities);
    Map<UUID, List<Changed>> changed = undone.of(table.name(), entities);
    Map<UUID, List<Change>> changes = new LinkedHashMap<>();
    for (UUID entity : entities) {
      List<Change> back =
          work.back(entity, rows.get(entity), changed.getOrDefault(entity, List.of()));
      if (!back.isEmpty()) {
        changes.put(entity, back);
      }
    }
    keys.take(work.taken());
    if (!changes.isEmpty()) {
      staging.client().sql(LOOK_AGAIN).param(FeedState.texts(changes.keySet())).update();
    }
    return written(staging, rows, changes).saying(work.notUndone());
  }

  private Composed written(
      StagingTx staging, Map<UUID, SyncRecord> rows, Map<UUID, List<Change>> changes) {
    Lineage lineage = new Lineage(staging.batch(), staging.at());
    List<SyncRecord> after = new ArrayList<>();
    List<RowChange> shown = new ArrayList<>();
    int fields = 0;
    for (Map.Entry<UUID, List<Change>> each : changes.entrySet()) {
      Map<String, @Nullable Value> values = new HashMap<>();
      for (Change change : each.getValue()) {
        values.put(change.field(), change.after());
        lineage.edited(table.name(), each.getKey(), change, staging.run().request().caller());
      }
      fields += values.size();
      after.add(table.with(Objects.requireNonNull(rows.get(each.getKey())), values, staging.at()));
      shown.add(EditComposition.shown(table, each.getKey(), each.getValue()));
    }
    int gone = entities.size() - rows.size();
    Outcomes outcomes =
        new Outcomes(
            0, changes.size(), entities.size() - gone - changes.size(), gone, 0, 0, fields, 0);
    return Composed.of(List.of(new Part(table.stream(), after), lineage.part()), outcomes)
        .showing(shown);
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    return EntityBatches.refused(entities.get(0), reason);
  }
}
