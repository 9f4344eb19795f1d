package io.syncline.entities.engine.mapping;

import io.syncline.entities.engine.transform.Region;
import io.syncline.entities.engine.transform.Transforms;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks a feed before anything is fetched, and says all that is wrong with it
 * (mapping#13-what-is-checked-before-anything-is-fetched).
 */
public final class FeedCheck {
  private final Feed feed;
  private final TypePlan plan;
  private final List<String> faults = new ArrayList<>();

  private FeedCheck(Feed feed, TypePlan plan) {
    this.feed = feed;
    this.plan = plan;
  }

  /** Every reason why the feed cannot be run; none where it can. */
  public static List<String> faults(Feed feed, TypePlan plan) {
    FeedCheck check = new FeedCheck(feed, plan);
    check.check();
    return List.copyOf(check.faults);
  }

  /** Fields that two sources of truth of equal priority want, one of which is this feed. */
  public static List<String> ties(Feed feed, TypePlan plan) {
    return feed.columns().stream()
        .map(ColumnMapping::targetField)
        .filter(Objects::nonNull)
        .filter(field -> plan.type().field(field).isPresent())
        .filter(field -> isTie(plan.policy(field), feed))
        .toList();
  }

  private static boolean isTie(FieldPolicy policy, Feed feed) {
    Contender own = policy.contender(feed.id());
    return own != null
        && own.authority() == Authority.SOURCE_OF_TRUTH
        && policy.contenders().values().stream()
            .filter(other -> other != own)
            .filter(other -> other.authority() == Authority.SOURCE_OF_TRUTH)
            .anyMatch(other -> other.priority() == own.priority());
  }

  private void check() {
    require(feed.headerRow() >= 1, "header_row: " + feed.headerRow() + " is not 1 or more");
    Optional<Locale> locale = Region.locale(feed.locale());
    Optional<ZoneId> zone = Region.zone(feed.timezone());
    require(locale.isPresent(), "locale: '" + feed.locale() + "' is none");
    require(zone.isPresent(), "timezone: '" + feed.timezone() + "' is none");
    Region region = new Region(locale.orElse(Locale.US), zone.orElse(ZoneOffset.UTC));
    keys();
    matchOn();
    Set<String> targets = new HashSet<>();
    for (ColumnMapping column : feed.columns()) {
      require(!column.sourceColumn().isBlank(), "source_column: empty");
      target(column, targets);
      for (String fault : Transforms.faults(column.transform(), region)) {
        fault(column, fault);
      }
    }
  }

  private void keys() {
    List<ColumnMapping> keys = feed.columns().stream().filter(ColumnMapping::isKey).toList();
    require(keys.size() == 1, "is_key: " + keys.size() + " columns are the key, not one");
    for (ColumnMapping key : keys) {
      if (key.isDerived()) {
        fault(key, "the key is derived");
      }
      boolean external = feed.rules().keyKind() == KeyKind.EXTERNAL_ID;
      String field = plan.type().keyField();
      if (external && key.targetField() != null) {
        fault(key, "the key of an external_id feed has no target_field");
      } else if (!external && !field.equals(key.targetField())) {
        fault(key, "the key of " + plan.type().name() + " is " + field);
      }
    }
  }

  private void matchOn() {
    String field = feed.rules().matchOn();
    if (field == null) {
      return;
    }
    boolean external = feed.rules().keyKind() == KeyKind.EXTERNAL_ID;
    boolean mapped =
        feed.columns().stream()
            .anyMatch(it -> field.equals(it.targetField()) && !it.isDerived() && !it.isKey());
    String key = plan.type().keyField();
    require(external, "match_on: only for external_id feeds");
    require(mapped, "match_on: no column is mapped to '" + field + "'");
    require(
        !external || !mapped || field.equals(key),
        "match_on: " + plan.type().name() + " are known by " + key);
  }

  private void target(ColumnMapping column, Set<String> targets) {
    String field = column.targetField();
    if (field == null) {
      if (!column.isKey()) {
        fault(column, "has no target_field");
      }
      return;
    }
    if (!targets.add(field)) {
      fault(column, "a second column with the target '" + field + "'");
    }
    if (plan.type().field(field).isEmpty() || field.equals(EntityType.ARCHIVED)) {
      fault(column, plan.type().name() + " has no field '" + field + "' to be written");
    }
    plan.type()
        .field(field)
        .map(Field::type)
        .filter(type -> type.isObscure() && !column.isDerived())
        .ifPresent(
            type ->
                fault(column, "'" + field + "' is " + type.declared() + ", which no tab fills"));
    boolean elsewhere = others(field).anyMatch(other -> other.isDerived() != column.isDerived());
    if (elsewhere) {
      fault(column, "'" + field + "' is derived in one place and a target in another");
    }
  }

  private Stream<ColumnMapping> others(String field) {
    return plan.feeds().stream()
        .filter(other -> !other.id().equals(feed.id()))
        .flatMap(other -> other.columns().stream())
        .filter(other -> field.equals(other.targetField()));
  }

  private void fault(ColumnMapping column, String what) {
    faults.add("column '" + column.sourceColumn() + "': " + what);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      faults.add(otherwise);
    }
  }
}
