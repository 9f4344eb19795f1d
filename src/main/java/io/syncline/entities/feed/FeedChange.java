package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.entities.engine.mapping.Field;
import io.syncline.entities.engine.mapping.TypePlan;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a run is to make of a feed that says less than before.
 *
 * @param becomes the feed as it is configured then, as the API has it; none where it is deleted
 */
public record FeedChange(UUID feed, Optional<JsonNode> becomes) {
  private static final String BECOMES = "becomes";
  private static final String WAS = "was";

  /** What a feed goes on saying: these fields of entities of this kind. */
  public record Kept(String type, Set<String> fields) {
    static final Kept NOTHING = new Kept("", Set.of());
  }

  static FeedChange deleted(UUID feed) {
    return new FeedChange(feed, Optional.empty());
  }

  static FeedChange of(Configuration.Tab becomes) {
    return new FeedChange(becomes.id(), Optional.of(FeedJson.of(becomes)));
  }

  /** As the ledger keeps it with the run. */
  ObjectNode parameters(FeedScopes.Whom whom, Configuration now) {
    ObjectNode parameters = whom.parameters();
    parameters.put(WAS, text(now));
    parameters.set(BECOMES, becomes.orElseGet(JsonNodeFactory.instance::nullNode));
    return parameters;
  }

  /** Whether the feed is still configured as it was when the run was asked for. */
  boolean isAsBefore(JsonNode parameters, Configuration now) {
    return parameters.path(WAS).asText().equals(text(now));
  }

  private String text(Configuration now) {
    Configuration.Tab tab = now.tabs().get(feed);
    return tab == null ? "" : FeedJson.of(tab).toString();
  }

  /** Whether a run was started for one. */
  public static boolean isIn(JsonNode parameters) {
    return parameters.has(BECOMES);
  }

  public static FeedChange of(JsonNode parameters) {
    return new FeedChange(
        FeedScopes.id(parameters, FeedScopes.TAB).orElseThrow(),
        Optional.of(parameters.path(BECOMES)).filter(JsonNode::isObject));
  }

  /** All that is configured once it is done. */
  Configuration after(Configuration now) {
    return becomes
        .map(json -> now.with(FeedJson.tab(feed, json, "")))
        .orElseGet(() -> now.without(feed));
  }

  /** What it comes to in the tables of the configuration. */
  Changes changes(Configuration now) {
    Changes changes = new Changes();
    becomes.ifPresentOrElse(
        json -> changes.tabs.put(feed, FeedJson.tab(feed, json, "")),
        () -> changes.deleteTab(feed, now));
    return changes;
  }

  /** What the feed says where that is configured: only mapped fields that it contends for. */
  public Kept kept(Configured configured) {
    return configured
        .find(feed)
        .map(stored -> stored.feed().entityType())
        .filter(Shape.TYPES::contains)
        .map(type -> new Kept(type, fields(configured.plan(type))))
        .orElse(Kept.NOTHING);
  }

  private Set<String> fields(TypePlan plan) {
    return plan.type().fields().stream()
        .map(Field::name)
        .filter(field -> plan.policy(field).contender(feed) != null)
        .collect(Collectors.toUnmodifiableSet());
  }
}
