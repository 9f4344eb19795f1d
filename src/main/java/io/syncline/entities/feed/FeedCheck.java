package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.stream.TableColumn;
import io.syncline.core.stream.TableStreams;
import io.syncline.entities.engine.transform.Region;
import io.syncline.entities.engine.transform.TransformSpec;
import io.syncline.entities.engine.transform.Transforms;
import io.syncline.entities.feed.Configuration.Field;
import io.syncline.entities.feed.Configuration.Tab;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What is wrong with a feed beside what its members look like, and what is to be thought over. */
@Component
record FeedCheck(TableStreams tables) {
  private static final String DERIVED = "derived";
  private static final String TARGET = "target_field";

  /** An entity's identity and whether it is archived are not for a source to say. */
  private static final Set<String> OURS = Set.of("id", "archived");

  /** Why the feed could not be read as it is; empty where it can. */
  List<String> faults(Tab tab, Configuration all) {
    List<String> faults = new ArrayList<>();
    keys(tab, faults);
    targets(tab, all, faults);
    transforms(tab, faults);
    return faults;
  }

  private static void keys(Tab tab, List<String> faults) {
    List<ObjectNode> keys = tab.columns().stream().filter(it -> is(it, "is_key")).toList();
    if (keys.size() != 1) {
      faults.add("columns: " + keys.size() + " are the key; exactly one must be");
    }
    for (ObjectNode key : keys) {
      if (isDerived(key)) {
        faults.add(column(key) + ": is the key and cannot be derived");
      }
    }
    boolean external = text(tab.told(), "key_kind").equals("external_id");
    for (ObjectNode column : tab.columns()) {
      boolean keyOfRecords = external && is(column, "is_key");
      if (text(column, TARGET).isEmpty() && !keyOfRecords) {
        faults.add(column(column) + ": target_field must be given");
      }
    }
    String match = text(tab.told(), "match_on");
    if (!match.isEmpty() && !external) {
      faults.add("match_on: is for feeds with key_kind external_id");
    } else if (!match.isEmpty()
        && tab.columns().stream().noneMatch(it -> text(it, TARGET).equals(match))) {
      faults.add("match_on: no column has the target_field " + match);
    }
  }

  private void targets(Tab tab, Configuration all, List<String> faults) {
    Set<String> there = new TreeSet<>();
    for (TableColumn column : tables.columns(tab.entity())) {
      if (!column.generated() && !OURS.contains(column.name())) {
        there.add(column.name());
      }
    }
    Set<String> seen = new HashSet<>();
    Set<String> elsewhere = mapped(tab, all, false);
    Set<String> derivedElsewhere = mapped(tab, all, true);
    for (ObjectNode column : tab.columns()) {
      String target = text(column, TARGET);
      if (target.isEmpty()) {
        continue;
      }
      if (!there.contains(target)) {
        faults.add(
            column(column)
                + ": "
                + target
                + " is no column of "
                + tab.entity()
                + " that may be written; there are "
                + there);
      }
      if (!seen.add(target)) {
        faults.add(column(column) + ": " + target + " is the target of another column as well");
      }
      if (derivedElsewhere.contains(target) || isDerived(column) && elsewhere.contains(target)) {
        faults.add(column(column) + ": " + target + " is derived, and so nobody else's target");
      }
    }
  }

  /** The targets that other feeds of the same entities have. */
  private static Set<String> mapped(Tab tab, Configuration all, boolean derived) {
    return all.feeds().stream()
        .filter(other -> !other.id().equals(tab.id()) && other.entity().equals(tab.entity()))
        .flatMap(other -> other.columns().stream())
        .filter(column -> isDerived(column) == derived)
        .map(column -> text(column, TARGET))
        .collect(Collectors.toSet());
  }

  /** Without a word of its own a feed has the locale and the zone of its source. */
  private static void transforms(Tab tab, List<String> faults) {
    String locale = text(tab.told(), "locale");
    String zone = text(tab.told(), "timezone");
    Optional<Locale> spoken = Region.locale(locale.isEmpty() ? "en_US" : locale);
    Optional<ZoneId> lived = Region.zone(zone.isEmpty() ? "UTC" : zone);
    if (spoken.isEmpty()) {
      faults.add("locale: must be one such as de_DE");
    }
    if (lived.isEmpty()) {
      faults.add("timezone: must be one such as Europe/Berlin");
    }
    Region region = new Region(spoken.orElse(Locale.US), lived.orElse(ZoneOffset.UTC));
    for (ObjectNode column : tab.columns()) {
      String name = text(column, "transform");
      TransformSpec spec =
          new TransformSpec(name.isEmpty() ? "text" : name, column.path("transform_config"));
      Transforms.faults(spec, region).forEach(fault -> faults.add(column(column) + ": " + fault));
    }
  }

  /** Fields in which the feed and another one decide with equal weight: who was first stays. */
  List<String> warnings(Tab tab, Configuration all) {
    List<String> warnings = new ArrayList<>();
    for (Tab other : all.feeds()) {
      if (!other.id().equals(tab.id()) && other.entity().equals(tab.entity())) {
        Set<String> theirs = decided(other);
        for (String field : decided(tab)) {
          Field named = new Field(tab.entity(), field);
          if (theirs.contains(field) && all.priority(named, tab) == all.priority(named, other)) {
            warnings.add(
                "%s: %s decides it too, with the same priority; whoever was first stays"
                    .formatted(field, text(other.told(), "tab_name")));
          }
        }
      }
    }
    return warnings;
  }

  private static Set<String> decided(Tab tab) {
    boolean external = text(tab.told(), "key_kind").equals("external_id");
    return tab.columns().stream()
        .filter(column -> text(column, "authority").equals("source_of_truth"))
        .filter(column -> external || !is(column, "is_key"))
        .map(column -> text(column, TARGET))
        .filter(target -> !target.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isDerived(ObjectNode column) {
    return text(column, "authority").equals(DERIVED);
  }

  private static boolean is(ObjectNode column, String name) {
    return column.path(name).asBoolean();
  }

  private static String text(ObjectNode object, String name) {
    return object.hasNonNull(name) ? object.path(name).asText() : "";
  }

  private static String column(ObjectNode column) {
    return "column '" + text(column, "source_column") + "'";
  }
}
