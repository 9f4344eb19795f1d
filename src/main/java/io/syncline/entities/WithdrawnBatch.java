package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.RowChange;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.Withdrawing;
import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entities of which a feed says something no more: its claims on the fields go, and the fields are
 * resolved without them (mapping#52-stored-claims).
 *
 * @param plan of the kind as it is configured then
 * @param entities in the order of their ids
 */
record WithdrawnBatch(
    Feed feed, TypePlan plan, EntityTable table, Set<String> fields, List<UUID> entities)
    implements Composition {
  WithdrawnBatch {
    entities = List.copyOf(entities);
  }

  /** The same in batches of at most so many. */
  List<WithdrawnBatch> parts(int most) {
    return EntityBatches.parts(entities, most, this::of);
  }

  private WithdrawnBatch of(List<UUID> some) {
    return new WithdrawnBatch(feed, plan, table, fields, some);
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

  @Override
  public Composed compose(StagingTx staging) {
    EntityState state = new EntityState(staging.client(), plan.type(), table);
    Map<UUID, SyncRecord> locked = table.lock(staging, entities);
    Map<UUID, Map<String, @Nullable Value>> values = new HashMap<>();
    locked.forEach((id, row) -> values.put(id, table.values(row)));
    BatchChanges changes =
        Withdrawing.of(plan, feed.id(), fields, values, state.held(locked.keySet()), staging.at());
    Composed composed = new FeedTarget(table, Map.of()).written(staging, feed, changes, locked);
    int changed = changes.entities().size();
    Outcomes outcomes =
        new Outcomes(
            0,
            changed,
            entities.size() - changed,
            0,
            0,
            0,
            changes.lineage().size(),
            composed.outcomes().conflictsOpened());
    return new Composed(
        composed.parts(), outcomes, composed.errors(), shown(changes), composed.cursor());
  }

  private List<RowChange> shown(BatchChanges changes) {
    Map<UUID, List<LineageRow>> byEntity = new LinkedHashMap<>();
    changes
        .lineage()
        .forEach(row -> byEntity.computeIfAbsent(row.entityId(), id -> new ArrayList<>()).add(row));
    List<RowChange> shown = new ArrayList<>();
    byEntity.forEach((id, rows) -> shown.add(shown(id, rows)));
    return shown;
  }

  private RowChange shown(UUID id, List<LineageRow> rows) {
    ObjectNode before = JsonNodeFactory.instance.objectNode();
    ObjectNode after = JsonNodeFactory.instance.objectNode();
    for (LineageRow row : rows) {
      before.set(row.field(), json(row.previous()));
      after.set(row.field(), json(row.value()));
    }
    ObjectNode key = JsonNodeFactory.instance.objectNode().put("id", id.toString());
    return new RowChange(id.toString(), table.name(), "update", key, before, after, null);
  }

  private static JsonNode json(@Nullable Value value) {
    return value == null ? JsonNodeFactory.instance.nullNode() : value.json();
  }

  /** Its fields stay as they are; the claims go with the feed's change. */
  @Override
  public Composed refused(StagingTx staging, String reason) {
    return EntityBatches.refused(entities.get(0), reason);
  }
}
