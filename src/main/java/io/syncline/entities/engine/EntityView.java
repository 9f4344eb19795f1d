package io.syncline.entities.engine;

import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.Conflict;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All that is known of one entity, as it was before the batch. */
final class EntityView {
  private final UUID id;
  private final Map<String, List<Claim>> claims = new HashMap<>();
  private final Map<String, Newest> newest = new HashMap<>();
  private final Map<String, List<Conflict>> conflicts = new HashMap<>();
  private Map<String, @Nullable Value> values = Map.of();

  EntityView(UUID id) {
    this.id = id;
  }

  /** The entities of which something is held, by id. */
  static Map<UUID, EntityView> of(Held held) {
    Map<UUID, EntityView> views = new HashMap<>();
    for (Claim claim : held.claims()) {
      put(view(views, claim.entityId()).claims, claim.field(), claim);
    }
    for (Newest lineage : held.lineage()) {
      view(views, lineage.entityId()).newest.put(lineage.field(), lineage);
    }
    for (Conflict conflict : held.conflicts()) {
      put(view(views, conflict.entityId()).conflicts, conflict.field(), conflict);
    }
    return views;
  }

  private static EntityView view(Map<UUID, EntityView> views, UUID id) {
    return views.computeIfAbsent(id, EntityView::new);
  }

  private static <T> void put(Map<String, List<T>> lists, String field, T item) {
    lists.computeIfAbsent(field, key -> new ArrayList<>(2)).add(item);
  }

  EntityView with(Map<String, @Nullable Value> values) {
    this.values = values;
    return this;
  }

  UUID id() {
    return id;
  }

  @Nullable Value value(String field) {
    return values.get(field);
  }

  Map<String, @Nullable Value> values() {
    return values;
  }

  List<Claim> claims(String field) {
    return claims.getOrDefault(field, List.of());
  }

  @Nullable Newest newest(String field) {
    return newest.get(field);
  }

  List<Conflict> conflicts(String field) {
    return conflicts.getOrDefault(field, List.of());
  }
}
