package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.KeyTaken;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes a feed's claims away and resolves the fields again, as it is deleted or one of its columns
 * is (mapping#52-stored-claims).
 */
public final class Withdrawing {
  private Withdrawing() {}

  /**
   * What it comes to.
   *
   * @param plan of the type without what is deleted
   * @param fields whose claims go
   * @param values by entity what its fields hold
   */
  public static BatchChanges of(
      TypePlan plan,
      UUID feedId,
      Set<String> fields,
      Map<UUID, Map<String, @Nullable Value>> values,
      Held held,
      Instant at) {
    Collected collected = new Collected();
    Map<UUID, EntityView> views = EntityView.of(held);
    values.forEach(
        (id, current) -> {
          EntityView view = views.getOrDefault(id, new EntityView(id)).with(current);
          EntityWork work = new EntityWork(view, feedId, at);
          String keyField = plan.type().keyField();
          fields.forEach(field -> field(work, plan, field, feedId));
          collected.take(work, false);
          takenKey(work, keyField, view.value(keyField))
              .ifPresent(taken -> collected.keys.add(new KeyTaken(taken, id)));
        });
    return collected.changes(Set.of());
  }

  /** All claims of a feed on an entity. */
  static void all(EntityWork work, TypePlan plan, UUID feedId) {
    for (Field field : plan.type().fields()) {
      field(work, plan, field.name(), feedId);
    }
  }

  private static void field(EntityWork work, TypePlan plan, String field, UUID feedId) {
    if (work.view().claims(field).stream().anyMatch(it -> it.feedId().equals(feedId))) {
      work.state(plan.policy(field), Statement.WITHDRAW, null, false);
    }
  }

  /** The key that an entity got because another feed's claim on its key's field is the next. */
  static Optional<String> takenKey(EntityWork work, String keyField, @Nullable Value before) {
    Value after = work.after(keyField);
    boolean other =
        after != null
            && (before == null
                || !RowReader.normalized(after).equals(RowReader.normalized(before)));
    return other && after != null ? Optional.of(RowReader.normalized(after)) : Optional.empty();
  }
}
