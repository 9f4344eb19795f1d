package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.record.StoredJson;
import io.syncline.core.run.EntryJson;
import io.syncline.core.run.Run;
import io.syncline.core.run.RunHistory;
import io.syncline.core.run.RunOutcome;
import io.syncline.core.run.RunQuery;
import io.syncline.core.run.RunStatus;
import io.syncline.entities.feed.FeedScopes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the run of a feed answers: document 001's members, and what has become of each row. */
@Component
final class SyncAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MOST_CHANGES = 1_000;
  private static final int MOST_FEEDS = 200;

  private static final String CHANGES =
      """
      SELECT row_ref, action, record_key::text AS key, before::text AS before, after::text AS after,
             blocked::text AS blocked
      FROM sync_run_changes WHERE run_id = ? ORDER BY seq LIMIT ?
      """;

  private final JdbcClient staging;
  private final RunHistory history;

  SyncAnswers(Databases databases, RunHistory history) {
    this.history = history;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /**
   * 200 with the run as it ended, also when it failed; 202 with where to look for one that goes on.
   */
  ApiAnswer tab(@Body Run run) {
    return run.outcome() == RunOutcome.RUNNING
        ? ApiAnswer.accepted(run.id(), JSON.objectNode())
        : ApiAnswer.ok(result(run));
  }

  /** The same for a source: what became of each of its feeds, also of one that is run elsewhere. */
  ApiAnswer source(@Body Run run) {
    if (run.outcome() == RunOutcome.RUNNING) {
      return ApiAnswer.accepted(run.id(), JSON.objectNode());
    }
    ArrayNode results = JSON.arrayNode();
    Map<String, String> led = Map.of("parent", run.id().toString(), "limit", "" + MOST_FEEDS);
    for (Run child : history.list(RunQuery.of(led))) {
      results.add(
          JSON.objectNode()
              .<ObjectNode>set(FeedScopes.TAB, child.parameters().path(FeedScopes.TAB))
              .setAll(result(child)));
    }
    int begun = results.size();
    run.errors().path("items").forEach(error -> notBegun(error).ifPresent(results::add));
    ObjectNode body = JSON.objectNode();
    body.put("success", run.status() == RunStatus.COMPLETED && results.size() == begun);
    body.put("sync_run_id", run.id().toString());
    body.set("results", results);
    body.set("failure", failure(run));
    return ApiAnswer.ok(body);
  }

  /** A feed whose scope was held has no run of this source. */
  private static Optional<ObjectNode> notBegun(JsonNode error) {
    return FeedScopes.feedOf(error.path("row").asText())
        .map(
            feed -> {
              ObjectNode result = JSON.objectNode();
              result.put(FeedScopes.TAB, feed).put("success", false).putNull("sync_run_id");
              result
                  .putObject("failure")
                  .put("code", error.path("code").asText())
                  .put("message", error.path("message").asText());
              return result;
            });
  }

  private static JsonNode failure(Run run) {
    return run.failure()
        .<JsonNode>map(it -> JSON.objectNode().put("code", it.code()).put("message", it.message()))
        .orElseGet(JSON::nullNode);
  }

  private ObjectNode result(Run run) {
    ObjectNode body = JSON.objectNode();
    body.put("success", run.status() == RunStatus.COMPLETED);
    body.put("sync_run_id", run.id().toString());
    body.set("stats", stats(run));
    body.set("failure", failure(run));
    body.set("changes", run.dryRun() ? changes(run.id()) : JSON.arrayNode());
    return body;
  }

  private static ObjectNode stats(Run run) {
    ObjectNode stats = JSON.objectNode();
    stats.put("rows_processed", run.counts().processed());
    stats.put("rows_created", run.counts().created());
    stats.put("rows_updated", run.counts().updated());
    stats.put("rows_unchanged", run.counts().unchanged());
    stats.put("rows_skipped", run.counts().skipped());
    stats.put("rows_archived", run.effects().archived());
    stats.put("fields_changed", run.effects().fieldsChanged());
    stats.put("conflicts_opened", run.effects().conflictsOpened());
    JsonNode errors = run.errors().path("items");
    stats.set("errors", errors.isArray() ? errors : JSON.arrayNode());
    return stats;
  }

  /** As in a run's report: where there are more, {@code /api/sync/runs/{id}/changes} has them. */
  private ArrayNode changes(UUID run) {
    ArrayNode changes = JSON.arrayNode();
    staging
        .sql(CHANGES)
        .params(run, MOST_CHANGES)
        .query(
            row -> {
              ObjectNode change = changes.addObject();
              change.set("row", EntryJson.row(row.getString("row_ref")));
              read(row.getString("key")).elements().forEachRemaining(it -> change.set("key", it));
              change.put("action", row.getString("action"));
              change.set(
                  "fields", fields(read(row.getString("before")), read(row.getString("after"))));
              change.set("blocked", read(row.getString("blocked")));
            });
    return changes;
  }

  private static ObjectNode fields(JsonNode before, JsonNode after) {
    ObjectNode fields = JSON.objectNode();
    after
        .fieldNames()
        .forEachRemaining(
            field -> {
              JsonNode was = before.path(field);
              fields
                  .putArray(field)
                  .add(was.isMissingNode() ? JSON.nullNode() : was)
                  .add(after.get(field));
            });
    return fields;
  }

  private static JsonNode read(@Nullable String text) {
    return text == null ? JSON.objectNode() : StoredJson.read(text);
  }
}
