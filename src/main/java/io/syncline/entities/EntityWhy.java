package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.Finding;
import io.syncline.core.error.OneLine;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Explaining;
import io.syncline.core.run.RunQuery;
import io.syncline.entities.feed.Configured;
import io.syncline.entities.feed.FeedScopes;
import io.syncline.entities.feed.Feeds;
import io.syncline.entities.feed.StoredFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Why an entity, or one field of it, holds what it holds: who decides, who loses, who is silent.
 */
@Component
record EntityWhy(EntityAnswers answers, EntityTables tables, Feeds feeds, Explaining explaining) {
  private static final int LONGEST = 500;

  /**
   * What there is to say; of all fields that anybody says something of, or of one.
   *
   * @throws RequestRefused 400 for what is no kind, no id or no field, 404 for an unknown entity
   */
  List<Finding> of(Map<String, String> asked) {
    EntityTable table = tables.known(asked.getOrDefault("entity_type", ""));
    UUID id =
        RunQuery.uuid(asked.getOrDefault("entity_id", ""))
            .orElseThrow(() -> RequestRefused.invalid("entity_id", "must be a UUID", List.of()));
    ObjectNode fields = answers.fields(table, id);
    List<Finding> findings = new ArrayList<>(List.of(explaining.pipeline(Entities.WORD)));
    Configured now = feeds.now();
    Optional<String> one = Optional.ofNullable(asked.get("field"));
    one.filter(it -> !fields.has(it))
        .ifPresent(
            it -> {
              throw RequestRefused.invalid("field", "is none of " + table.name(), table.fields());
            });
    fields.properties().stream()
        .filter(it -> one.map(it.getKey()::equals).orElseGet(() -> isToldOf(it.getValue())))
        .forEach(it -> findings.addAll(field(now, it.getKey(), it.getValue())));
    findings.addAll(explaining.letters(Entities.WORD, "id", id.toString()));
    findings.add(explaining.production(table.name()));
    return findings;
  }

  private static boolean isToldOf(JsonNode field) {
    return !field.path("claims").isEmpty();
  }

  private List<Finding> field(Configured now, String name, JsonNode field) {
    List<Finding> findings = new ArrayList<>();
    findings.add(holds(name, field));
    for (JsonNode claim : field.path("claims")) {
      findings.add(said(now, name, field, claim));
    }
    return findings;
  }

  private static Finding holds(String name, JsonNode field) {
    JsonNode last = field.path("last_change");
    String since =
        last.isNull()
            ? "no change of it is known"
            : "set at %s by %s"
                .formatted(
                    last.path("changed_at").asText(),
                    last.path("changed_by").isTextual()
                        ? last.path("changed_by").asText() + " by hand"
                        : last.path("source_ref").asText()
                            + ", run "
                            + last.path("sync_run_id").asText());
    String who =
        switch (field.path("decided_by").asText()) {
          case "app" -> "the change by hand stays";
          case "feed" -> "a feed decides it";
          default -> "nobody decides it: it stays until a tab that maps it says something";
        };
    return Finding.ok(
        "field " + name,
        OneLine.of("holds %s, %s; %s".formatted(field.path("value"), since, who), LONGEST));
  }

  private Finding said(Configured now, String name, JsonNode field, JsonNode claim) {
    UUID feed = UUID.fromString(claim.path("feed_id").asText());
    String what =
        "%s of %s → %s".formatted(name, claim.path("source").asText(), claim.path("tab").asText());
    String told =
        "says %s since %s, priority %s, run %s"
            .formatted(
                claim.path("value"),
                claim.path("updated_at").asText(),
                claim.path("priority").asText(),
                claim.path("run_id").asText());
    Optional<StoredFeed> stored = now.find(feed);
    if (stored.isEmpty() || claim.path("priority").isNull()) {
      return Finding.warn(what, told + "; it does not map the field any more");
    }
    String last =
        explaining
            .lastOf(FeedScopes.of(stored.get()).scope())
            .map(run -> ", its last is " + run)
            .orElse(", it was never run by itself");
    boolean isHeld = claim.path("value").equals(field.path("value"));
    if (!stored.get().isActive() || !stored.get().faults().isEmpty()) {
      return Finding.warn(
          what, told + last + "; it is paused or cannot be run: see /api/entities/tabs/" + feed);
    }
    if (claim.path("decides").asBoolean()) {
      return isHeld
          ? Finding.ok(what, told + last + "; it decides")
          : Finding.warn(what, told + last + "; it decides and is written when it runs next");
    }
    return isHeld
        ? Finding.ok(what, told + last)
        : Finding.warn(
            what,
            "%s%s; another one decides (authority %s): list it in the field's priorities to believe it"
                .formatted(told, last, claim.path("authority").asText()));
  }
}
