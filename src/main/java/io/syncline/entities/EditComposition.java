package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RowError;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.stream.Part;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.RowChange;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.Edit.Change;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A manual edit: one entity and a lineage row for each field that it changes. */
record EditComposition(Edit edit, EntityTable table) implements Composition {
  static final String UNKNOWN = "UNKNOWN_ENTITY";
  static final String KEY_TAKEN = "KEY_TAKEN";

  /** Feeds pass over rows that are as they were: they are to look at this entity again. */
  private static final String LOOK_AGAIN =
      "UPDATE feed_rows SET content_hash = NULL WHERE entity_id = ? AND content_hash IS NOT NULL";

  @Override
  public String name() {
    return table.stream().name();
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public List<Composition> halves() {
    return List.of();
  }

  /** The key's name is locked before the row, and written after it: as all batches do it. */
  @Override
  public Composed compose(StagingTx staging) {
    EntityKeys keys = new EntityKeys(staging, edit.type());
    Optional<String> key = keys.fields().stream().filter(edit.fields()::has).findFirst();
    Optional<RowError> refusal = key.flatMap(field -> taken(keys, field));
    if (refusal.isPresent()) {
      return EntityBatches.refused(refusal.get());
    }
    List<SyncRecord> rows =
        staging.lockRows(table.stream(), List.of(List.of(edit.entity().toString())));
    if (rows.isEmpty()) {
      return EntityBatches.refused(error(UNKNOWN, "The entity is not there any more"));
    }
    List<Change> changes = changes(rows.get(0));
    if (changes.isEmpty()) {
      return Composed.of(List.of(), new Outcomes(0, 0, 1, 0, 0, 0, 0, 0));
    }
    key.flatMap(this::normalized).ifPresent(it -> keys.take(Map.of(it, edit.entity())));
    staging.client().sql(LOOK_AGAIN).param(edit.entity()).update();
    return changed(staging, rows.get(0), changes);
  }

  /** Why it cannot have that key. */
  private Optional<RowError> taken(EntityKeys keys, String field) {
    Optional<String> key = normalized(field);
    if (key.isEmpty()) {
      return Optional.of(error(RowCode.KEY_EMPTY.name(), "A key cannot be cleared"));
    }
    keys.lock(List.of(key.get()));
    return keys.holder(key.get())
        .filter(holder -> !holder.equals(edit.entity()))
        .map(holder -> error(KEY_TAKEN, "Another entity has this key"));
  }

  /** As a feed's rows are compared with it. */
  private Optional<String> normalized(String field) {
    return Optional.<Value>ofNullable(
            EditedValues.read(table.type(field), edit.fields().get(field)))
        .map(RowReader::normalized);
  }

  private Composed changed(StagingTx staging, SyncRecord row, List<Change> changes) {
    Lineage lineage = new Lineage(staging.batch(), staging.at());
    Map<String, @Nullable Value> values = new LinkedHashMap<>();
    for (Change change : changes) {
      values.put(change.field(), change.after());
      lineage.edited(edit.type(), edit.entity(), change, staging.run().request().caller());
    }
    SyncRecord after = table.with(row, values, staging.at());
    return Composed.of(
            List.of(new Part(table.stream(), List.of(after)), lineage.part()),
            new Outcomes(0, 1, 0, 0, 0, 0, changes.size(), 0))
        .showing(List.of(shown(table, edit.entity(), changes)));
  }

  private List<Change> changes(SyncRecord row) {
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> sent : edit.fields().properties()) {
      FieldType type = table.type(sent.getKey());
      Value before = table.value(row, sent.getKey());
      Value after = EditedValues.read(type, sent.getValue());
      if (!type.same(before, after)) {
        changes.add(new Change(sent.getKey(), before, after));
      }
    }
    return changes;
  }

  /** What a rehearsal keeps of changes by hand of one entity. */
  static RowChange shown(EntityTable table, UUID entity, List<Change> changes) {
    ObjectNode key = JsonNodeFactory.instance.objectNode().put("id", entity.toString());
    return new RowChange(
        entity.toString(),
        table.name(),
        "update",
        key,
        json(changes, Change::before),
        json(changes, Change::after),
        null);
  }

  private static ObjectNode json(List<Change> changes, Function<Change, @Nullable Value> side) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    changes.forEach(
        change -> {
          Value value = side.apply(change);
          json.set(change.field(), value == null ? json.nullNode() : value.json());
        });
    return json;
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    return EntityBatches.refused(edit.entity(), reason);
  }

  private RowError error(String code, String message) {
    return EntityBatches.error(edit.entity(), code, message);
  }
}
