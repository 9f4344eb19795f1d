package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.RunQuery;
import java.util.Optional;
import java.util.UUID;

/** What runs of feeds and sources have for their own, whoever starts them. */
public final class FeedScopes {
  /** The parameter of a run that names its feed. */
  public static final String TAB = "tab_mapping_id";

  /** The parameter of a run that names its source. */
  public static final String SOURCE = "data_source_id";

  private static final String OF_FEED = "entities.feed.";
  private static final String OF_SOURCE = "entities.source.";

  private FeedScopes() {}

  /** No two runs of a scope at a time. */
  public record Whom(String scope, ObjectNode parameters) {}

  public static Whom of(StoredFeed feed) {
    return new Whom(
        OF_FEED + feed.feed().id(),
        JsonNodeFactory.instance
            .objectNode()
            .put(TAB, feed.feed().id().toString())
            .put(SOURCE, feed.source().id().toString()));
  }

  public static Whom ofSource(UUID source) {
    return new Whom(
        OF_SOURCE + source, JsonNodeFactory.instance.objectNode().put(SOURCE, source.toString()));
  }

  /** The feed whose scope that is. */
  public static Optional<String> feedOf(String scope) {
    return after(OF_FEED, scope);
  }

  /** The source whose scope that is. */
  static Optional<String> sourceOf(String scope) {
    return after(OF_SOURCE, scope);
  }

  private static Optional<String> after(String prefix, String scope) {
    return scope.startsWith(prefix)
        ? Optional.of(scope.substring(prefix.length()))
        : Optional.empty();
  }

  /** The id that a run was given by that name. */
  public static Optional<UUID> id(JsonNode parameters, String name) {
    return Optional.ofNullable(parameters.path(name).textValue()).flatMap(RunQuery::uuid);
  }
}
