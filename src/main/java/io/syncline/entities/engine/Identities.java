package io.syncline.entities.engine;

import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.grid.RowKey;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.Mode;
import io.syncline.entities.engine.state.Found;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.engine.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the entities of rows, those that were made or renamed earlier in the batch included. */
final class Identities {
  private final FeedPlan plan;
  private final Found found;

  /** What changed in this batch, over what was found. */
  private final Map<String, List<KeyOwner>> keys = new HashMap<>();

  private final Map<String, UUID> links = new HashMap<>();
  private final Map<UUID, String> linked = new HashMap<>();
  private final Set<UUID> before;
  private final Set<UUID> reached = new HashSet<>();

  /**
   * @param before entities that earlier batches of the run lead to
   */
  Identities(FeedPlan plan, Found found, Set<UUID> before) {
    this.plan = plan;
    this.found = found;
    this.before = before;
  }

  /** The normalised value by which a record without a link may find its entity. */
  static Optional<String> match(FeedPlan plan, ReadRow row) {
    return plan.matchOn() < 0 ? Optional.empty() : normalized(plan, row, plan.matchOn());
  }

  /** The normalised value of a column; empty where it says none. */
  static Optional<String> normalized(FeedPlan plan, ReadRow row, int column) {
    Statement said = Statement.of(plan.columns().get(column), row.cell(column), row.ref());
    return said instanceof Statement.Assert it && it.value() != null
        ? Optional.of(RowReader.normalized(it.value()))
        : Optional.empty();
  }

  /** The entity of a row, in the mode of the feed; it counts as reached from now on. */
  Identity of(ReadRow row, RowKey key) {
    Identity found = find(row, key);
    Mode mode = plan.feed().rules().mode();
    if (found instanceof Identity.New && mode == Mode.UPDATE_ONLY) {
      return new Identity.None(RowCode.NO_MATCH, "No entity has this key");
    }
    if (!(found instanceof Identity.Known known)) {
      return found;
    }
    if (mode == Mode.CREATE_ONLY) {
      return new Identity.None(RowCode.ALREADY_EXISTS, "An entity with this key exists");
    }
    return before.contains(known.id()) || !reached.add(known.id())
        ? new Identity.None(
            RowCode.DUPLICATE_KEY, "Another row of this read leads to the same entity")
        : known;
  }

  /** The entity that a row leads to, whatever may be done with it; null where there is none. */
  @Nullable UUID peek(ReadRow row, RowKey key) {
    return find(row, key) instanceof Identity.Known known ? known.id() : null;
  }

  private Identity find(ReadRow row, RowKey key) {
    if (!plan.isExternal()) {
      return byKey(key.normalized(), true);
    }
    UUID made = links.get(key.normalized());
    UUID link = made == null ? found.links().get(key.normalized()) : made;
    if (link != null) {
      return new Identity.Known(link, true);
    }
    Identity matched = match(plan, row).map(it -> byKey(it, false)).orElseGet(Identity.New::new);
    if (!(matched instanceof Identity.Known known)) {
      return matched;
    }
    String now = linked.get(known.id());
    String record = now == null ? found.linked().get(known.id()) : now;
    return record == null
        ? matched
        : new Identity.None(RowCode.LINK_CONFLICT, "The entity is linked to record " + record);
  }

  private Identity byKey(String normalized, boolean isLinked) {
    List<KeyOwner> owners = owners(normalized);
    if (owners.size() > 1) {
      return new Identity.None(RowCode.KEY_AMBIGUOUS, owners.size() + " entities have this key");
    }
    return owners.isEmpty()
        ? new Identity.New()
        : new Identity.Known(owners.get(0).entityId(), isLinked);
  }

  private List<KeyOwner> owners(String normalized) {
    List<KeyOwner> now = keys.get(normalized);
    return now == null ? found.keys().getOrDefault(normalized, List.of()) : now;
  }

  /** Whether a key is another entity's now; an alias may be taken. */
  boolean isOfAnother(String normalized, UUID id) {
    return owners(normalized).stream()
        .anyMatch(owner -> owner.isCurrent() && !owner.entityId().equals(id));
  }

  /** Whether it is the entity's key already, in whatever spelling. */
  boolean isOwn(String normalized, UUID id) {
    return owners(normalized).contains(new KeyOwner(id, true));
  }

  void take(String normalized, UUID id, @Nullable Value former) {
    if (former != null) {
      keys.put(RowReader.normalized(former), List.of(new KeyOwner(id, false)));
    }
    keys.put(normalized, List.of(new KeyOwner(id, true)));
  }

  void link(String recordId, UUID id) {
    links.put(recordId, id);
    linked.put(id, recordId);
  }

  void reach(UUID id) {
    reached.add(id);
  }

  Set<UUID> reached() {
    return reached;
  }
}
