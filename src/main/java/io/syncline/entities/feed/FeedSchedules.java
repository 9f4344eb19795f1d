package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunQuery;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The runs that a schedule may start, by their scopes: a source with all of its feeds, or one. */
@Component
public final class FeedSchedules {
  private static final String WORD = "entities";
  private static final Pattern SCOPE =
      Pattern.compile("entities\\.(source|feed)\\.([0-9a-f-]{36})");

  private final Feeds feeds;

  FeedSchedules(Feeds feeds) {
    this.feeds = feeds;
  }

  /**
   * The run of a scope.
   *
   * @throws RequestRefused 404 for a scope of nothing that is configured
   */
  public RunRequest of(String scope) {
    Matcher named = SCOPE.matcher(scope);
    Optional<UUID> id = named.matches() ? RunQuery.uuid(named.group(2)) : Optional.empty();
    boolean isSource = id.isPresent() && named.group(1).equals("source");
    Configured now = feeds.now();
    boolean known =
        id.map(it -> isSource ? now.source(it).isPresent() : now.find(it).isPresent())
            .orElse(false);
    if (!known) {
      throw RequestRefused.of(
          404,
          "UNKNOWN_SCOPE",
          "Nothing is read under this scope",
          "A scope is entities.source.<id> or entities.feed.<id>, and there is none such: "
              + scope);
    }
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put(isSource ? "data_source_id" : "tab_mapping_id", id.orElseThrow().toString());
    return RunRequest.of(WORD, scope, Trigger.SCHEDULE, "schedule", parameters);
  }
}
