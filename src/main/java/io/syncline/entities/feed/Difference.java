package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.entities.feed.Configuration.Field;
import io.syncline.entities.feed.Configuration.Source;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What it takes to get from one configuration to another, for the database and for people. */
final class Difference {
  private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final Changes changes = new Changes();
  private final ArrayNode told = JsonNodeFactory.instance.arrayNode();

  private Difference() {}

  static Difference of(Configuration now, Configuration then) {
    Difference difference = new Difference();
    difference.sources(now, then);
    difference.tabs(now, then);
    difference.priorities(now, then);
    return difference;
  }

  Changes changes() {
    return changes;
  }

  /** Each change with the members that differ, before and after. */
  ArrayNode told() {
    return told;
  }

  private void sources(Configuration now, Configuration then) {
    for (Source source : then.sources().values()) {
      Optional<ObjectNode> before =
          Optional.ofNullable(now.sources().get(source.id())).map(Source::told);
      if (!before.equals(Optional.of(source.told()))) {
        changes.sources.put(source.id(), source.told());
        tell("source", source.id().toString(), before, Optional.of(source.told()));
      }
    }
    for (Source source : now.sources().values()) {
      if (!then.sources().containsKey(source.id())) {
        changes.sourcesGone.add(source.id());
        tell("source", source.id().toString(), Optional.of(source.told()), Optional.empty());
      }
    }
  }

  private void tabs(Configuration now, Configuration then) {
    for (Tab tab : then.tabs().values()) {
      Optional<ObjectNode> before =
          Optional.ofNullable(now.tabs().get(tab.id()))
              .filter(it -> !it.isDeleted())
              .map(FeedJson::of);
      ObjectNode after = FeedJson.of(tab);
      if (!before.equals(Optional.of(after))) {
        changes.tabs.put(tab.id(), tab);
        tell("tab", tab.id().toString(), before, Optional.of(after));
      }
    }
    for (Tab tab : now.feeds()) {
      if (!then.tabs().containsKey(tab.id())) {
        changes.tabsGone.add(tab.id());
        tell("tab", tab.id().toString(), Optional.of(FeedJson.of(tab)), Optional.empty());
      }
    }
  }

  private void priorities(Configuration now, Configuration then) {
    Set<Field> fields = new LinkedHashSet<>(then.priorities().keySet());
    fields.addAll(now.priorities().keySet());
    for (Field field : fields) {
      Optional<ObjectNode> before = Optional.ofNullable(now.priorities().get(field));
      Optional<ObjectNode> after = Optional.ofNullable(then.priorities().get(field));
      if (!before.equals(after)) {
        changes.priorities.put(field, after.orElse(NOTHING));
        tell("priority", field.entityType() + "." + field.name(), before, after);
      }
    }
  }

  private void tell(
      String what, String id, Optional<ObjectNode> before, Optional<ObjectNode> after) {
    ObjectNode change = told.addObject();
    change.put("what", what);
    change.put("id", id);
    change.put("action", before.isEmpty() ? "create" : after.isEmpty() ? "delete" : "update");
    ObjectNode members = change.putObject("fields");
    Set<String> names = new LinkedHashSet<>();
    before.ifPresent(it -> it.fieldNames().forEachRemaining(names::add));
    after.ifPresent(it -> it.fieldNames().forEachRemaining(names::add));
    for (String name : names) {
      JsonNode old = before.orElse(NOTHING).path(name);
      JsonNode young = after.orElse(NOTHING).path(name);
      if (!old.equals(young)) {
        members.putArray(name).add(orNull(old)).add(orNull(young));
      }
    }
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }
}
