package io.syncline.entities.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.KeyTaken;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of an entity by hand: it is written, and the feeds' claims stay as they are. The hashes
 * that all feeds keep of its rows count no more.
 */
public final class ManualEdit {
  private static final String BY_HAND = "Edited by hand";
  private static final String AUTHORITY = "app";

  private ManualEdit() {}

  /**
   * What an edit comes to.
   *
   * @param overwrittenBy by field the feed that takes it back when it runs next
   */
  public record Edited(BatchChanges changes, Map<String, Contender> overwrittenBy) {}

  /** A value as somebody sends it; a text of nothing but white space is null. */
  public static @Nullable Value value(Field field, JsonNode sent) {
    boolean blank = sent.isTextual() && Texts.trim(sent.textValue()).isEmpty();
    return blank || sent.isNull() ? null : field.type().read(sent);
  }

  /**
   * Sets fields of one entity.
   *
   * @param values what its fields hold
   * @param set by field what it is to be
   */
  public static Edited of(
      TypePlan plan,
      UUID id,
      Map<String, @Nullable Value> values,
      Held held,
      Map<String, @Nullable Value> set) {
    EntityView view = EntityView.of(held).getOrDefault(id, new EntityView(id)).with(values);
    EntityWork work = new EntityWork(view, id, Instant.EPOCH);
    Map<String, Contender> overwrittenBy = new LinkedHashMap<>();
    set.forEach(
        (name, value) -> {
          FieldPolicy policy = plan.policy(name);
          Value cast = policy.field().type().cast(value);
          if (!policy.field().type().same(view.value(name), cast)) {
            work.set(lineage(id, name, view.value(name), cast));
          }
          Contender winner = winner(policy, view, cast);
          if (winner != null) {
            overwrittenBy.put(name, winner);
          }
        });
    Collected collected = new Collected();
    collected.take(work, false);
    String keyField = plan.type().keyField();
    Withdrawing.takenKey(work, keyField, view.value(keyField))
        .ifPresent(taken -> collected.keys.add(new KeyTaken(taken, id)));
    return new Edited(collected.changes(Set.of()), overwrittenBy);
  }

  /** Who says otherwise and wins, once the edit is the field's value. */
  private static @Nullable Contender winner(
      FieldPolicy policy, EntityView view, @Nullable Value edited) {
    String field = policy.field().name();
    Newest newest = new Newest(view.id(), field, null, edited);
    Resolution next = Resolver.resolve(policy, edited, newest, view.claims(field));
    return policy.field().type().same(edited, next.value()) ? null : next.winner();
  }

  private static LineageRow lineage(
      UUID id, String field, @Nullable Value before, @Nullable Value after) {
    return new LineageRow(id, field, null, null, BY_HAND, null, AUTHORITY, before, after);
  }
}
