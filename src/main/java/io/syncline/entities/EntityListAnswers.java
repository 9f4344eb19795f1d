package io.syncline.entities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import io.syncline.entities.EntityFinds.Extent;
import io.syncline.entities.EntityFinds.Found;
import io.syncline.entities.engine.value.Texts;
import io.syncline.entities.feed.Feeds;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Answers with the entities of a kind, by their keys or by what stands within a field. */
@Component
final class EntityListAnswers {
  private static final int MOST = 200;
  private static final int USUAL = 50;
  private static final int LONGEST = 200;

  private final EntityTables tables;
  private final Feeds feeds;
  private final EntityFinds finds;
  private final int rows;

  EntityListAnswers(
      EntityTables tables,
      Feeds feeds,
      EntityFinds finds,
      @Value("${syncline.entities.search-rows}") int rows) {
    this.tables = tables;
    this.feeds = feeds;
    this.finds = finds;
    this.rows = rows;
  }

  ApiAnswer of(@Body ApiRequest call) {
    EntityTable table = tables.known(call.part("entityType"));
    String keyField = feeds.now().plan(table.name()).type().keyField();
    Found found = found(call, table, keyField);
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("entity_type", table.name()).put("key_field", keyField);
    ArrayNode entities = told.putArray("entities");
    finds.rows(table, found.ids()).forEach(entities::add);
    told.put("searched", found.looked()).put("next", found.next());
    return ApiAnswer.ok(told);
  }

  private Found found(ApiRequest call, EntityTable table, String keyField) {
    String text = text(call);
    Optional<String> field = field(call, table);
    Optional<String> after = Optional.ofNullable(call.query().get("after"));
    int most = most(call);
    if (field.isEmpty() && finds.isKeyed(table.name())) {
      return finds.byKey(table.name(), Texts.normalized(text), after, most);
    }
    String looked = field.orElse(table.has(keyField) ? keyField : "id");
    return finds.within(
        table,
        looked,
        text,
        after.map(
            id ->
                RunQuery.uuid(id)
                    .orElseThrow(
                        () -> RequestRefused.invalid("after", "must be a UUID here", List.of()))),
        new Extent(rows, most));
  }

  private static Optional<String> field(ApiRequest call, EntityTable table) {
    Optional<String> field = Optional.ofNullable(call.query().get("field"));
    if (field.filter(name -> !table.has(name)).isPresent()) {
      throw RequestRefused.invalid("field", "unknown", table.fields());
    }
    return field;
  }

  private static String text(ApiRequest call) {
    String text = call.query().getOrDefault("q", "").strip();
    if (text.length() > LONGEST) {
      throw RequestRefused.invalid("q", "must be at most " + LONGEST + " characters", List.of());
    }
    return text;
  }

  private static int most(ApiRequest call) {
    String text = call.query().getOrDefault("limit", "" + USUAL);
    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST) {
      throw RequestRefused.invalid("limit", "must be 1 to " + MOST, List.of());
    }
    return Integer.parseInt(text);
  }
}
