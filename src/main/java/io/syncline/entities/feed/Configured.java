package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.stream.TableColumn;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedCheck;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.mapping.Priorities;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.feed.Configuration.Source;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is configured at one moment, as the engine takes it. */
public final class Configured {
  /** What entities are known by unless their feeds say otherwise. */
  private static final Map<String, String> KEYS =
      Map.of("partners", "brand_name", "staff", "email", "asins", "asin");

  /** An entity's identity and its stamps are nobody's target. */
  private static final Set<String> OURS = Set.of("id", "created_at", "updated_at");

  /** PostgreSQL's category of types whose values are listed. */
  private static final String ENUMS = "E";

  private final Configuration all;
  private final Function<String, List<TableColumn>> columns;
  private final BiFunction<StoredSource, Set<String>, List<String>> ofSource;
  private final Map<String, TypePlan> plans = new HashMap<>();

  Configured(
      Configuration all,
      Function<String, List<TableColumn>> columns,
      BiFunction<StoredSource, Set<String>, List<String>> ofSource) {
    this.all = all;
    this.columns = columns;
    this.ofSource = ofSource;
  }

  /** The feed of that id, unless it was deleted. */
  public Optional<StoredFeed> find(UUID id) {
    return Optional.ofNullable(all.tabs().get(id))
        .filter(tab -> !tab.isDeleted())
        .flatMap(this::stored);
  }

  /** The feeds of a source, paused ones too. */
  public List<StoredFeed> ofSource(UUID id) {
    return all.feedsOf(id).stream().flatMap(tab -> stored(tab).stream()).toList();
  }

  public Optional<StoredSource> source(UUID id) {
    return Optional.ofNullable(all.sources().get(id)).map(Configured::source);
  }

  /** What all feeds want of the fields of a kind of entities. */
  public TypePlan plan(String entityType) {
    return plans.computeIfAbsent(entityType, this::planned);
  }

  /** Why the feed could not be run; none where it could. */
  List<String> faults(Tab tab) {
    return stored(tab)
        .map(StoredFeed::faults)
        .orElse(List.of("data_source_id: there is no source of that id"));
  }

  /** What a feed of the same kind could not be run for any more because of this one. */
  List<String> faultsOfOthers(Tab tab, Configured before) {
    List<String> faults = new ArrayList<>();
    for (Tab other : all.feeds()) {
      if (other.entity().equals(tab.entity()) && !other.id().equals(tab.id())) {
        List<String> had = before.faults(other);
        faults(other).stream()
            .filter(fault -> !had.contains(fault))
            .map(fault -> "tab '" + other.told().path("tab_name").asText() + "': " + fault)
            .forEach(faults::add);
      }
    }
    return faults;
  }

  /** What is to be thought over: fields that another feed decides with the same weight. */
  List<String> warnings(Tab tab) {
    if (!Shape.TYPES.contains(tab.entity())) {
      return List.of();
    }
    return stored(tab).stream()
        .flatMap(stored -> FeedCheck.ties(stored.feed(), plan(tab.entity())).stream())
        .map(
            field ->
                field + ": another tab decides it with the same priority; whoever was first stays")
        .toList();
  }

  private Optional<StoredFeed> stored(Tab tab) {
    return source(tab.source())
        .map(
            source -> {
              FeedParser.Parsed parsed = FeedParser.parse(tab, source);
              return new StoredFeed(
                  parsed.feed(),
                  source,
                  tab.told().path("status").asText(),
                  tab.told().hasNonNull("sheet_id")
                      ? OptionalLong.of(tab.told().path("sheet_id").asLong())
                      : OptionalLong.empty(),
                  Optional.ofNullable(FeedParser.text(tab.told(), "locale")),
                  Optional.ofNullable(FeedParser.text(tab.told(), "timezone")),
                  faults(parsed, source));
            });
  }

  private List<String> faults(FeedParser.Parsed parsed, StoredSource source) {
    String type = parsed.feed().entityType();
    List<String> faults = new ArrayList<>(ofSource.apply(source, Set.of(parsed.feed().tab())));
    faults.addAll(parsed.faults());
    if (Shape.TYPES.contains(type)) {
      faults.addAll(FeedCheck.faults(parsed.feed(), plan(type)));
    } else {
      faults.add("primary_entity: '" + type + "' is none of " + Shape.TYPES);
    }
    return faults;
  }

  private TypePlan planned(String type) {
    List<Feed> feeds = new ArrayList<>();
    for (Tab tab : all.feeds()) {
      if (tab.entity().equals(type)) {
        source(tab.source()).ifPresent(it -> feeds.add(FeedParser.parse(tab, it).feed()));
      }
    }
    List<Field> fields =
        columns.apply(type).stream()
            .filter(column -> !OURS.contains(column.name()))
            .map(column -> new Field(column.name(), type(column)))
            .toList();
    return new TypePlan(
        new EntityType(type, keyField(type, feeds, fields), fields), feeds, priorities(type));
  }

  private static FieldType type(TableColumn column) {
    return column.category().equals(ENUMS)
        ? FieldType.words(column.declared())
        : FieldType.of(column.declared());
  }

  /**
   * One field finds entities of a kind, as keys of a kind are compared with each other. A table
   * need not have the usual one while no feed knows its entities by a field.
   */
  private static String keyField(String type, List<Feed> feeds, List<Field> fields) {
    Set<String> named = new TreeSet<>();
    for (Feed feed : feeds) {
      String matched = feed.rules().matchOn();
      if (matched != null) {
        named.add(matched);
      }
      feed.columns().stream()
          .filter(column -> column.isKey() && column.targetField() != null)
          .forEach(column -> named.add(String.valueOf(column.targetField())));
    }
    named.retainAll(fields.stream().map(Field::name).toList());
    String usual = KEYS.getOrDefault(type, "name");
    return named.isEmpty() || named.contains(usual) ? usual : named.iterator().next();
  }

  private Priorities priorities(String type) {
    Map<String, Map<String, Integer>> byField = new HashMap<>();
    all.priorities()
        .forEach(
            (field, map) -> {
              if (field.entityType().equals(type)) {
                byField.put(field.name(), numbers(map));
              }
            });
    return new Priorities(byField);
  }

  /** What is no whole number says nothing. */
  private static Map<String, Integer> numbers(ObjectNode map) {
    Map<String, Integer> numbers = new HashMap<>();
    map.properties()
        .forEach(
            entry -> {
              if (entry.getValue().canConvertToInt()) {
                numbers.put(entry.getKey(), entry.getValue().intValue());
              }
            });
    return numbers;
  }

  static StoredSource source(Source source) {
    return new StoredSource(
        source.id(),
        source.told().path("name").asText(),
        source.told().path("type").asText(),
        source.told().path("connector_config"),
        source.told().path("status").asText());
  }
}
