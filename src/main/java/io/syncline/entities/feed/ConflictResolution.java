package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import io.syncline.core.stream.TableColumn;
import io.syncline.core.stream.TableStreams;
import io.syncline.entities.feed.Configuration.Field;
import java.util.List;
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

  /** Compared as the column holds it, or 10 and 10.00 would differ. */
  private static final String CHANGED =
      """
      SELECT count(*) FROM source_values v JOIN "%1$s" e ON e.id = v.entity_id
      WHERE v.feed_id = :feed AND v.field_name = :field
        AND (v.value #>> '{}')::%3$s IS DISTINCT FROM e."%2$s"
      """;

  private final FeedStore store;
  private final TableStreams tables;
  private final JdbcClient staging;

  ConflictResolution(FeedStore store, TableStreams tables, Databases databases) {
    this.store = store;
    this.tables = tables;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Writes the priority, or with {@code dry_run} only says how many entities it would change. */
  ApiAnswer resolve(@Body ApiRequest call) {
    ObjectNode asked = call.asked();
    asked
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!List.of(WINNER, DRY_RUN).contains(name)) {
                throw RequestRefused.invalid(name, "is not known here", List.of(WINNER, DRY_RUN));
              }
            });
    boolean rehearsal = asked.path(DRY_RUN).asBoolean(false);
    Field field = field(call.id());
    Configuration all = store.read();
    String winner = winner(asked, all);
    ObjectNode priority = above(Optional.ofNullable(all.priorities().get(field)), winner);
    long changed = winner.equals(APP) ? 0 : changed(field, UUID.fromString(winner));
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

  private static String winner(ObjectNode asked, Configuration all) {
    String winner = asked.path(WINNER).asText();
    boolean isFeed =
        RunQuery.uuid(winner)
            .map(id -> all.tabs().get(id))
            .filter(tab -> !tab.isDeleted())
            .isPresent();
    if (!winner.equals(APP) && !isFeed) {
      throw RequestRefused.invalid(WINNER, "must be the id of a tab, or app", List.of());
    }
    return winner;
  }

  /** What was listed, with the winner above it. */
  private static ObjectNode above(Optional<ObjectNode> listed, String winner) {
    ObjectNode priority = listed.orElseGet(JsonNodeFactory.instance::objectNode).deepCopy();
    priority.remove(winner);
    int highest = 0;
    for (JsonNode number : priority) {
      highest = Math.max(highest, number.asInt());
    }
    return priority.put(winner, highest + 1);
  }

  private long changed(Field field, UUID feed) {
    Optional<TableColumn> column =
        Shape.TYPES.contains(field.entityType())
            ? tables.columns(field.entityType()).stream()
                .filter(it -> it.name().equals(field.name()))
                .findFirst()
            : Optional.empty();
    if (column.isEmpty()) {
      return 0;
    }
    String name = column.get().name().replace("\"", "\"\"");
    return staging
        .sql(CHANGED.formatted(field.entityType(), name, column.get().declared()))
        .param("feed", feed)
        .param("field", field.name())
        .query(Long.class)
        .single();
  }
}
