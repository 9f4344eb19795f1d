package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.entities.feed.Configuration.Field;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What is to become of the configuration; all of it is written by one statement, or nothing. */
final class Changes {
  final Map<UUID, ObjectNode> sources = new LinkedHashMap<>();
  final Map<UUID, Tab> tabs = new LinkedHashMap<>();
  final Map<Field, ObjectNode> priorities = new LinkedHashMap<>();
  final Set<UUID> tabsGone = new LinkedHashSet<>();
  final Set<UUID> sourcesGone = new LinkedHashSet<>();

  /** With its tab a feed loses the priorities that it had. */
  void deleteTab(UUID tab, Configuration now) {
    tabsGone.add(tab);
    now.priorities()
        .forEach(
            (field, map) -> {
              if (map.has(tab.toString())) {
                ObjectNode others = priorities.getOrDefault(field, map).deepCopy();
                others.remove(tab.toString());
                priorities.put(field, others);
              }
            });
  }

  boolean isEmpty() {
    return sources.isEmpty()
        && tabs.isEmpty()
        && priorities.isEmpty()
        && tabsGone.isEmpty()
        && sourcesGone.isEmpty();
  }
}
