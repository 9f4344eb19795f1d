package io.syncline.entities.engine;

import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.engine.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds who takes a change by hand back, as its fields are resolved when a feed runs next. */
public final class Overwriting {
  private Overwriting() {}

  /**
   * By field the feed that says otherwise and wins; none where the edit stays.
   *
   * @param values what the entity's fields hold
   * @param set by field what it was set to, or is to be
   */
  public static Map<String, Contender> of(
      TypePlan plan,
      UUID id,
      Map<String, @Nullable Value> values,
      Held held,
      Map<String, @Nullable Value> set) {
    EntityView view = EntityView.of(held).getOrDefault(id, new EntityView(id)).with(values);
    Map<String, Contender> overwriting = new LinkedHashMap<>();
    set.forEach(
        (name, value) -> {
          Contender winner = winner(plan.policy(name), view, value);
          if (winner != null) {
            overwriting.put(name, winner);
          }
        });
    return overwriting;
  }

  private static @Nullable Contender winner(
      FieldPolicy policy, EntityView view, @Nullable Value set) {
    String name = policy.field().name();
    FieldType type = policy.field().type();
    Resolution next =
        Resolver.resolve(policy, set, newest(type, name, view, set), view.claims(name));
    return type.same(set, next.value()) ? null : next.winner();
  }

  /** To set what the field holds is no edit: whoever wrote it last is still its owner. */
  private static @Nullable Newest newest(
      FieldType type, String field, EntityView view, @Nullable Value set) {
    return type.same(view.value(field), set)
        ? view.newest(field)
        : new Newest(view.id(), field, null, set);
  }
}
