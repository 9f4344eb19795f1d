package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.secret.StoredSecrets;
import io.syncline.entities.feed.Configuration.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers the calls about sources. A secret goes in and is never shown. */
@Component
record SourceAnswers(FeedStore store, StoredSecrets secrets, Feeds feeds) {
  private static final Logger LOG = LoggerFactory.getLogger(SourceAnswers.class);
  private static final String SECRET = "secret";
  private static final int LONGEST_SECRET = 4_000;

  /** All sources, or the one that is created. */
  ApiAnswer all(@Body ApiRequest call) {
    if (call.method().equals("POST")) {
      return created(call);
    }
    Configuration all = store.read();
    ArrayNode sources = JsonNodeFactory.instance.arrayNode();
    all.sources().values().forEach(source -> sources.add(shown(source, all)));
    return ApiAnswer.ok(Map.of("sources", sources));
  }

  /** One source: shown, changed or deleted. */
  ApiAnswer one(@Body ApiRequest call) {
    Configuration all = store.read();
    Source source = Asked.source(all, call.id());
    return switch (call.method()) {
      case "GET" -> ApiAnswer.ok(shown(source, all));
      case "DELETE" -> deleted(source, all, call);
      default -> {
        ObjectNode body = Asked.changed(call, source.told());
        write(source.id(), body, call);
        yield ApiAnswer.ok(shown(source.id()));
      }
    };
  }

  private ApiAnswer created(ApiRequest call) {
    UUID id = Asked.newId(call);
    Optional<Source> before = Optional.ofNullable(store.read().sources().get(id));
    ObjectNode body = Asked.object(call);
    if (before.isEmpty()) {
      write(id, body, call);
    } else if (!before.get().told().equals(Shape.SOURCE.read(body, "", SECRET))) {
      throw Asked.keyReused();
    }
    return new ApiAnswer(201, Map.of("Location", "/api/entities/sources/" + id), shown(id));
  }

  private void write(UUID id, ObjectNode body, ApiRequest call) {
    ObjectNode told = Shape.SOURCE.read(body, "", SECRET);
    Optional<String> secret = secret(body);
    Source source = new Source(id, told, Optional.empty(), List.of());
    Asked.refuse(feeds.faults(Configured.source(source), tabs(id)));
    Configuration all = store.read();
    Changes changes = new Changes();
    changes.sources.put(id, told);
    all.with(source).foundAnew(all).feedsOf(id).stream()
        .filter(tab -> !tab.equals(all.tabs().get(tab.id())))
        .forEach(tab -> changes.tabs.put(tab.id(), tab));
    store.write(changes);
    secret.ifPresent(it -> secrets.put(SourceSecrets.name(id), it));
    LOG.info("source configured id={} by={}", id, call.caller());
  }

  private Set<String> tabs(UUID source) {
    return store.read().feedsOf(source).stream()
        .map(tab -> tab.told().path("tab_name").asText())
        .collect(Collectors.toSet());
  }

  private static Optional<String> secret(ObjectNode body) {
    if (!body.hasNonNull(SECRET)) {
      return Optional.empty();
    }
    String secret = body.path(SECRET).asText();
    if (!body.path(SECRET).isTextual() || secret.isBlank() || secret.length() > LONGEST_SECRET) {
      throw RequestRefused.invalid(
          SECRET, "must be a text of 1 to " + LONGEST_SECRET + " characters", List.of());
    }
    return Optional.of(secret);
  }

  private ApiAnswer deleted(Source source, Configuration all, ApiRequest call) {
    if (!all.feedsOf(source.id()).isEmpty()) {
      throw RequestRefused.of(
          409,
          "SOURCE_IN_USE",
          "The source has feeds",
          "Delete its tabs first; a source that is not to be read any more may be paused");
    }
    Changes changes = new Changes();
    changes.sourcesGone.add(source.id());
    store.write(changes);
    SourceSecrets.forget(secrets, source.id());
    LOG.info("source deleted id={} by={}", source.id(), call.caller());
    return ApiAnswer.ok(Map.of("deleted", source.id()));
  }

  private ObjectNode shown(UUID id) {
    Configuration all = store.read();
    return shown(Asked.source(all, id), all);
  }

  private static ObjectNode shown(Source source, Configuration all) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("id", source.id().toString());
    shown.setAll(source.told());
    shown.put("last_error", source.lastError().orElse(null));
    shown.put("has_secret", source.secrets().contains(SourceSecrets.name(source.id())));
    shown.put("has_webhook_secret", source.secrets().contains(SourceSecrets.webhook(source.id())));
    shown.put("tabs", all.feedsOf(source.id()).size());
    return shown;
  }
}
