package io.syncline.entities;

import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.record.SyncRecord;
import io.syncline.entities.Edit.Change;
import io.syncline.entities.UndoneChanges.Changed;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides of each field of a batch whether it is taken back; one transaction's. */
final class UndoWork {
  /** Somebody has changed the field since: with lineage, or without it. */
  static final String CHANGED_SINCE = "CHANGED_SINCE";

  /** The entity was created by it, and nothing is ever deleted. */
  static final String CREATED = "CREATED";

  private static final Value TRUE = new Value.Bool(true);

  private final EntityTable table;
  private final EntityKeys keys;
  private final Set<String> keyFields;
  private final Map<String, UUID> taken = new TreeMap<>();
  private final List<RowError> notUndone = new ArrayList<>();

  UndoWork(EntityTable table, EntityKeys keys) {
    this.table = table;
    this.keys = keys;
    this.keyFields = new HashSet<>(keys.fields());
  }

  /** Locks the keys that entities are to have again. */
  void lock(Collection<List<Changed>> all) {
    keys.lock(
        all.stream()
            .flatMap(List::stream)
            .filter(it -> keyFields.contains(it.field()) && table.has(it.field()))
            .flatMap(it -> normalized(it.before(table)).stream())
            .distinct()
            .toList());
  }

  /** What changes of an entity, whose row is null where it is not there any more. */
  List<Change> back(UUID entity, @Nullable SyncRecord row, List<Changed> changed) {
    if (row == null) {
      say(entity, null, EditComposition.UNKNOWN, "The entity is not there any more");
      return List.of();
    }
    List<Change> back = new ArrayList<>();
    for (Changed it : changed) {
      if (!table.has(it.field())) {
        say(entity, it.field(), CHANGED_SINCE, "The table has no such column any more");
      } else {
        back(entity, row, it).ifPresent(back::add);
      }
    }
    return back;
  }

  private Optional<Change> back(UUID entity, SyncRecord row, Changed changed) {
    Value now = table.value(row, changed.field());
    Value before = changed.before(table);
    if (same(changed, now, before)) {
      return Optional.empty();
    }
    if (!changed.newest() || !same(changed, now, changed.after(table))) {
      say(entity, changed.field(), CHANGED_SINCE, "Somebody has changed the field since");
      return Optional.empty();
    }
    if (!keyFields.contains(changed.field())) {
      return Optional.of(new Change(changed.field(), now, before));
    }
    return normalized(before)
        .map(key -> renamed(entity, changed.field(), key, now, before))
        .orElseGet(() -> archived(entity, row, changed));
  }

  private Optional<Change> renamed(
      UUID entity, String field, String key, @Nullable Value now, @Nullable Value before) {
    boolean isFree =
        keys.holder(key).filter(holder -> !holder.equals(entity)).isEmpty()
            && !taken.containsKey(key);
    if (!isFree) {
      say(entity, field, EditComposition.KEY_TAKEN, "Another entity has this key now");
      return Optional.empty();
    }
    taken.put(key, entity);
    return Optional.of(new Change(field, now, before));
  }

  /** A key is never cleared: whom a run created is out of the way instead. */
  private Optional<Change> archived(UUID entity, SyncRecord row, Changed key) {
    if (key.shared()) {
      say(entity, key.field(), CREATED, "The entity stays: somebody else has changed it since");
      return Optional.empty();
    }
    say(entity, key.field(), CREATED, "The entity stays, archived: a key is never cleared");
    if (!table.has(EntityType.ARCHIVED)) {
      return Optional.empty();
    }
    Value now = table.value(row, EntityType.ARCHIVED);
    return TRUE.equals(now)
        ? Optional.empty()
        : Optional.of(new Change(EntityType.ARCHIVED, now, TRUE));
  }

  private boolean same(Changed changed, @Nullable Value one, @Nullable Value other) {
    return table.type(changed.field()).same(one, other);
  }

  private static Optional<String> normalized(@Nullable Value key) {
    return Optional.ofNullable(key).map(RowReader::normalized);
  }

  private void say(UUID entity, @Nullable String field, String code, String message) {
    notUndone.add(new RowError(entity.toString(), field, code, message, Severity.WARNING));
  }

  /** By key who has it again. */
  Map<String, UUID> taken() {
    return taken;
  }

  /** What stays as it is, and why. */
  List<RowError> notUndone() {
    return notUndone;
  }
}
