package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.feed.Configuration.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends conflicts of a field by saying who is believed in it: above everybody who is listed. The
 * next run of the winner's feed writes what it says.
 */
@Component
final class ConflictResolution {
  private static final Logger LOG = LoggerFactory.getLogger(ConflictResolution.class);
  private static final String WINNER = "winner";
  private static final String DRY_RUN = "dry_run";
  private static final String APP = "app";

  private static final String CONFLICT =
      "SELECT entity_type, field_name FROM field_conflicts WHERE id = :id";

  private final FeedStore store;
  private final Feeds feeds;
  private final FieldDecisions decisions;
  private final JdbcClient staging;

  ConflictResolution(FeedStore store, Feeds feeds, FieldDecisions decisions, Databases databases) {
    this.store = store;
    this.feeds = feeds;
    this.decisions = decisions;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Writes the priority, or with {@code dry_run} only says how many entities it would change. */
  ApiAnswer resolve(@Body ApiRequest call) {
    ObjectNode asked = Asked.only(call, WINNER, DRY_RUN);
    boolean rehearsal = ApiRequest.isTrue(asked, DRY_RUN, false);
    Field field = field(call.id());
    Configuration all = store.read();
    String winner = winner(asked, field, feeds.of(all));
    ObjectNode priority = above(Optional.ofNullable(all.priorities().get(field)), winner);
    long changed = changed(field, feeds.of(all.with(field, priority)));
    if (!rehearsal) {
      Changes changes = new Changes();
      changes.priorities.put(field, priority);
      store.write(changes);
      LOG.info("conflict resolved field={} winner={} by={}", field, winner, call.caller());
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put(DRY_RUN, rehearsal);
    body.put("entity_type", field.entityType());
    body.put("field_name", field.name());
    body.set("source_priority", priority);
    body.put("entities_changed", changed);
    return ApiAnswer.ok(body);
  }

  private Field field(UUID conflict) {
    return staging
        .sql(CONFLICT)
        .param("id", conflict)
        .query(
            (row, number) -> new Field(row.getString("entity_type"), row.getString("field_name")))
        .optional()
        .orElseThrow(
            () ->
                RequestRefused.of(
                    404,
                    "UNKNOWN_CONFLICT",
                    "Unknown conflict",
                    "There is no conflict " + conflict));
  }

  /** Who only refers to the field, or has nothing to do with it, cannot decide it. */
  private static String winner(ObjectNode asked, Field field, Configured now) {
    String winner = asked.path(WINNER).asText();
    boolean decides =
        RunQuery.uuid(winner)
            .filter(id -> isKnown(field, now))
            .map(id -> now.plan(field.entityType()).policy(field.name()).contender(id))
            .filter(it -> it.authority() == Authority.SOURCE_OF_TRUTH)
            .isPresent();
    if (!winner.equals(APP) && !decides) {
      throw RequestRefused.invalid(
          WINNER, "must be the id of a tab that decides the field, or app", List.of());
    }
    return winner;
  }

  private static boolean isKnown(Field field, Configured now) {
    return Shape.TYPES.contains(field.entityType())
        && now.plan(field.entityType()).type().field(field.name()).isPresent();
  }

  /** What was listed, with the winner above it. */
  private static ObjectNode above(Optional<ObjectNode> listed, String winner) {
    ObjectNode priority = listed.orElseGet(JsonNodeFactory.instance::objectNode).deepCopy();
    priority.remove(winner);
    int highest = 0;
    for (Map.Entry<String, JsonNode> other : priority.properties()) {
      if (other.getValue().intValue() == Integer.MAX_VALUE) {
        throw RequestRefused.invalid(
            WINNER,
            "cannot stand above " + other.getKey() + ", whose number is the largest there is",
            List.of());
      }
      highest = Math.max(highest, other.getValue().intValue());
    }
    return priority.put(winner, highest + 1);
  }

  private long changed(Field field, Configured then) {
    return isKnown(field, then)
        ? decisions.changed(then.plan(field.entityType()), field.name())
        : 0;
  }
}
