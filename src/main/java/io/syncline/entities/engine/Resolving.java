package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Resolves fields by other priorities, with the claims as they are: what a decision would change.
 */
public final class Resolving {
  /** No feed has it, as none says anything here. */
  private static final UUID NOBODY = new UUID(0, 0);

  private Resolving() {}

  /**
   * What it comes to.
   *
   * @param plan with the priorities that are to hold
   * @param fields that are resolved
   * @param values by entity what its fields hold
   */
  public static BatchChanges of(
      TypePlan plan,
      Set<String> fields,
      Map<UUID, Map<String, @Nullable Value>> values,
      Held held) {
    Collected collected = new Collected();
    Map<UUID, EntityView> views = EntityView.of(held);
    values.forEach(
        (id, current) -> {
          EntityView view = views.getOrDefault(id, new EntityView(id)).with(current);
          EntityWork work = new EntityWork(view, NOBODY, Instant.EPOCH);
          fields.forEach(field -> work.state(plan.policy(field), Statement.KEEP, null, false));
          collected.take(work, false);
        });
    return collected.changes(Set.of());
  }
}
