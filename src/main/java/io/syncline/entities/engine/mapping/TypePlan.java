package io.syncline.entities.engine.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What all feeds of a type want of its fields, read once for a run. */
public final class TypePlan {
  private final EntityType type;
  private final List<Feed> feeds;
  private final Map<String, FieldPolicy> policies = new HashMap<>();

  /**
   * @param feeds all feeds of the type that are not deleted, paused ones too: their claims live
   */
  public TypePlan(EntityType type, List<Feed> feeds, Priorities priorities) {
    this.type = type;
    this.feeds = List.copyOf(feeds);
    for (Field field : type.fields()) {
      policies.put(field.name(), policy(field, priorities));
    }
  }

  private FieldPolicy policy(Field field, Priorities priorities) {
    Map<UUID, Contender> contenders = new HashMap<>();
    for (Feed feed : feeds) {
      for (ColumnMapping column : feed.columns()) {
        if (field.name().equals(column.targetField()) && !column.isKey() && !column.isDerived()) {
          contenders.put(feed.id(), contender(feed, column, priorities.of(field.name(), feed)));
        }
      }
    }
    return new FieldPolicy(field, contenders, priorities.ofApp(field.name()));
  }

  private static Contender contender(Feed feed, ColumnMapping column, int priority) {
    return new Contender(
        feed.id(), feed.source(), feed.reference(column), column.authority(), priority);
  }

  public EntityType type() {
    return type;
  }

  /** All feeds of the type. */
  public List<Feed> feeds() {
    return feeds;
  }

  /** Who contends for a field of the type. */
  public FieldPolicy policy(String field) {
    FieldPolicy policy = policies.get(field);
    if (policy == null) {
      throw new IllegalArgumentException(type.name() + " has no field " + field);
    }
    return policy;
  }
}
