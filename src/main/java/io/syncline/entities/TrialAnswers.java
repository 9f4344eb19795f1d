package io.syncline.entities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.EntryJson;
import io.syncline.entities.engine.Trial;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.value.Value;
import io.syncline.entities.feed.Feeds;
import io.syncline.entities.feed.TabLooks;
import org.apache.camel.Body;
import org.springframework.stereotype.Component;

/** Answers how the first records of a tab will be mapped, whatever its source; writes nothing. */
@Component
record TrialAnswers(Feeds feeds, TabLooks looks) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int RECORDS = 50;

  /** By the mapping that is stored, or by columns that somebody tries before they are stored. */
  ApiAnswer of(@Body ApiRequest call) {
    return looks.look(feeds.trying(call), call, RECORDS, seen -> ApiAnswer.ok(tried(seen)));
  }

  private static ObjectNode tried(TabLooks.Seen seen) {
    FeedPlan plan = FeedPlan.of(seen.feed(), seen.type());
    FeedRows rows = FeedRows.of(plan, seen.rows(), RECORDS);
    ObjectNode tried = JSON.objectNode().put("tab_name", seen.rows().tabName());
    tried.put("read_at", seen.readAt().toString());
    ArrayNode records = tried.putArray("records");
    for (ReadRow row : rows) {
      records.add(shown(Trial.of(plan, row)));
    }
    ArrayNode warnings = tried.putArray("warnings");
    rows.warnings().forEach(warning -> warnings.add(EntryJson.of(FeedTarget.entry(warning))));
    return tried;
  }

  private static ObjectNode shown(Trial trial) {
    ObjectNode shown = JSON.objectNode();
    shown.set("row", EntryJson.row(trial.row().text()));
    shown.put("key", trial.key().orElse(null));
    ObjectNode cells = shown.putObject("cells");
    trial.cells().forEach(cells::put);
    ObjectNode values = shown.putObject("values");
    trial
        .values()
        .forEach(
            (field, value) -> values.set(field, value.map(Value::json).orElseGet(JSON::nullNode)));
    ArrayNode errors = shown.putArray("errors");
    for (RowError error : trial.errors()) {
      errors.add(EntryJson.of(FeedTarget.entry(error)));
    }
    return shown;
  }
}
