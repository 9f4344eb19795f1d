package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunRequest.Turn;
import io.syncline.entities.feed.Configured;
import io.syncline.entities.feed.FeedScopes;
import io.syncline.entities.feed.Feeds;
import io.syncline.entities.feed.StoredFeed;
import io.syncline.entities.feed.StoredSource;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What is asked for by the calls that run a feed or a source (SE-44, SE-45). */
@Component
final class SyncRequests {
  static final String FORCE = "force_overwrite";
  static final String LIMIT = "row_limit";
  static final String DRY_RUN = "dry_run";
  static final String WAIT = "wait";
  static final String WHOLE = "whole";
  private static final List<String> KNOWN = List.of(DRY_RUN, FORCE, LIMIT, WAIT, WHOLE);

  private final Feeds feeds;
  private final Duration wait;

  SyncRequests(Feeds feeds, @Value("${syncline.http.wait}") Duration wait) {
    this.feeds = feeds;
    this.wait = wait;
  }

  /**
   * The run of one feed.
   *
   * @throws RequestRefused 404 for one that is not there, 409 for one that is paused
   */
  RunRequest tab(@Body ApiRequest call) {
    UUID id = call.id();
    StoredFeed feed =
        feeds.now().find(id).orElseThrow(() -> unknown("UNKNOWN_TAB", "tab mapping", id));
    feed.requireActive();
    return request(call, FeedScopes.of(feed));
  }

  /**
   * The run of all active feeds of a source.
   *
   * @throws RequestRefused 404 for one that is not there, 409 for one that is paused
   */
  RunRequest source(@Body ApiRequest call) {
    UUID id = call.id();
    Configured configured = feeds.now();
    StoredSource source =
        configured.source(id).orElseThrow(() -> unknown("UNKNOWN_SOURCE", "data source", id));
    source.requireActive();
    return request(call, FeedScopes.ofSource(id));
  }

  private RunRequest request(ApiRequest call, FeedScopes.Whom whom) {
    ObjectNode asked = call.asked();
    asked
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw RequestRefused.invalid(name, "unknown", KNOWN);
              }
            });
    if (ApiRequest.isTrue(asked, FORCE, false)) {
      whom.parameters().put(FORCE, true);
    }
    if (ApiRequest.isTrue(asked, WHOLE, false)) {
      whom.parameters().put(WHOLE, true);
    }
    if (asked.has(LIMIT)) {
      whom.parameters().put(LIMIT, limit(asked.get(LIMIT), call.query().containsKey(LIMIT)));
    }
    return new RunRequest(
        Entities.WORD,
        whom.scope(),
        Trigger.MANUAL,
        call.slot(),
        call.caller(),
        whom.parameters(),
        ApiRequest.isTrue(asked, DRY_RUN, false),
        false,
        ApiRequest.isTrue(asked, WAIT, true) ? wait : Duration.ZERO,
        Turn.NONE);
  }

  /** A query has texts only, a body has numbers. */
  private static int limit(JsonNode value, boolean isQueried) {
    String text = isQueried && value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw RequestRefused.invalid(LIMIT, "must be a whole number from 1", List.of());
    }
    return Integer.parseInt(text);
  }

  private static RequestRefused unknown(String code, String what, UUID id) {
    return RequestRefused.of(404, code, "Unknown " + what, "There is no " + what + " " + id);
  }
}
