package io.syncline.entities.engine;

import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who has the say in a field as things are (mapping#6-resolution-and-conflicts).
 *
 * @param winner whose claim it is that decides; none where an edit stays or nobody is asked
 * @param edited whether a change by hand decides
 * @param overwriting who takes any change by hand back
 */
public record Standing(
    Optional<Contender> winner, boolean edited, Optional<Contender> overwriting) {

  /**
   * By field of the type.
   *
   * @param values what the entity's fields hold
   */
  public static Map<String, Standing> of(
      TypePlan plan, UUID id, Map<String, @Nullable Value> values, Held held) {
    EntityView view = EntityView.of(held).getOrDefault(id, new EntityView(id)).with(values);
    Map<String, Standing> standings = new HashMap<>();
    plan.type().fields().forEach(it -> standings.put(it.name(), of(plan.policy(it.name()), view)));
    return standings;
  }

  private static Standing of(FieldPolicy policy, EntityView view) {
    String field = policy.field().name();
    Value value = view.value(field);
    Newest newest = view.newest(field);
    Resolution now = Resolver.resolve(policy, value, newest, view.claims(field));
    Resolution afterEdit =
        Resolver.resolve(
            policy, value, new Newest(view.id(), field, null, value), view.claims(field));
    boolean edited =
        now.winner() == null
            && newest != null
            && newest.isOfApp()
            && policy.field().type().same(newest.value(), value);
    return new Standing(
        Optional.ofNullable(now.winner()), edited, Optional.ofNullable(afterEdit.winner()));
  }
}
