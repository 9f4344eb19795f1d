package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All that is configured at one moment. */
record Configuration(
    Map<UUID, Source> sources, Map<UUID, Tab> tabs, Map<Field, ObjectNode> priorities) {
  private static final String SHEET = "sheet_id";

  /**
   * Whom is read from.
   *
   * @param told what its members say
   * @param secrets the names of the secrets that are kept for it
   */
  record Source(UUID id, ObjectNode told, Optional<String> lastError, List<String> secrets) {
    private JsonNode config() {
      return told.path("connector_config");
    }
  }

  /**
   * A feed.
   *
   * @param told what its members say
   * @param columns what becomes of its columns, in mapping order
   * @param lastSynced when a run of it was complete
   */
  record Tab(UUID id, ObjectNode told, List<ObjectNode> columns, Optional<String> lastSynced) {

    Tab {
      columns = List.copyOf(columns);
    }

    UUID source() {
      return UUID.fromString(told.path("data_source_id").asText());
    }

    String entity() {
      return told.path("primary_entity").asText();
    }

    private Tab withoutSheet() {
      return new Tab(id, told.deepCopy().putNull(SHEET), columns, lastSynced);
    }

    boolean isDeleted() {
      return told.path("status").asText().equals(Shape.DELETED);
    }
  }

  /** A field of a kind of entities. */
  record Field(String entityType, String name) {}

  Configuration {
    sources = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    tabs = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tabs));
    priorities = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(priorities));
  }

  /** The same with this feed, in the place of the one of its id. */
  Configuration with(Tab tab) {
    Map<UUID, Tab> others = new LinkedHashMap<>(tabs);
    others.put(tab.id(), tab);
    return new Configuration(sources, others, priorities);
  }

  /** The same where a field has these priorities. */
  Configuration with(Field field, ObjectNode priority) {
    Map<Field, ObjectNode> others = new LinkedHashMap<>(priorities);
    others.put(field, priority);
    return new Configuration(sources, tabs, others);
  }

  /** The same without this feed. */
  Configuration without(UUID tab) {
    Map<UUID, Tab> others = new LinkedHashMap<>(tabs);
    others.remove(tab);
    return new Configuration(sources, others, priorities);
  }

  /** The same with this source, in the place of the one of its id. */
  Configuration with(Source source) {
    Map<UUID, Source> others = new LinkedHashMap<>(sources);
    others.put(source.id(), source);
    return new Configuration(others, tabs, priorities);
  }

  /**
   * The same, where a feed that is led elsewhere is found by its title: the id of a sheet that was
   * known before is of a sheet there.
   */
  Configuration foundAnew(Configuration before) {
    Map<UUID, Tab> found = new LinkedHashMap<>(tabs);
    found.replaceAll((id, tab) -> isLedElsewhere(tab, before) ? tab.withoutSheet() : tab);
    return new Configuration(sources, found, priorities);
  }

  private boolean isLedElsewhere(Tab tab, Configuration before) {
    Tab was = before.tabs.get(tab.id());
    return was != null
        && tab.told().path(SHEET).equals(was.told().path(SHEET))
        && !(tab.told().path("tab_name").equals(was.told().path("tab_name"))
            && tab.source().equals(was.source())
            && isReadAlike(tab.source(), before));
  }

  private boolean isReadAlike(UUID source, Configuration before) {
    Source is = sources.get(source);
    Source was = before.sources.get(source);
    return is == null || was == null || is.config().equals(was.config());
  }

  /** The feeds that are there, of all sources. */
  List<Tab> feeds() {
    return tabs.values().stream().filter(tab -> !tab.isDeleted()).toList();
  }

  /** The feeds of one source. */
  List<Tab> feedsOf(UUID source) {
    return feeds().stream().filter(tab -> tab.source().equals(source)).toList();
  }
}
