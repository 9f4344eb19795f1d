package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.RunQuery;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers the calls about feeds, which the API calls tabs as the document does. */
@Component
record TabAnswers(FeedStore store, Feeds feeds) {
  private static final Logger LOG = LoggerFactory.getLogger(TabAnswers.class);
  private static final String SOURCE = "data_source_id";

  /** The feeds, of one source where one is named, or the one that is created. */
  ApiAnswer all(@Body ApiRequest call) {
    if (call.method().equals("POST")) {
      return created(call);
    }
    Optional<UUID> source =
        Optional.ofNullable(call.query().get(SOURCE))
            .map(
                text ->
                    RunQuery.uuid(text)
                        .orElseThrow(
                            () -> RequestRefused.invalid(SOURCE, "must be a UUID", List.of())));
    Configuration all = store.read();
    Configured checked = feeds.of(all);
    ArrayNode tabs = JsonNodeFactory.instance.arrayNode();
    all.feeds().stream()
        .filter(tab -> source.map(tab.source()::equals).orElse(true))
        .forEach(tab -> tabs.add(shown(tab, checked)));
    return ApiAnswer.ok(Map.of("tabs", tabs));
  }

  /** One feed: shown, changed or deleted. */
  ApiAnswer one(@Body ApiRequest call) {
    Configuration all = store.read();
    Tab tab = Asked.tab(all, call.id());
    return switch (call.method()) {
      case "GET" -> ApiAnswer.ok(shown(tab, feeds.of(all)));
      case "DELETE" -> deleted(tab, call);
      default -> {
        write(read(tab.id(), Asked.changed(call, FeedJson.of(tab))), all, call);
        yield ApiAnswer.ok(shown(tab.id()));
      }
    };
  }

  private ApiAnswer created(ApiRequest call) {
    Configuration all = store.read();
    UUID id = Asked.newId(call);
    Tab asked = read(id, Asked.object(call));
    Tab before = all.tabs().get(id);
    if (before == null) {
      write(asked, all, call);
    } else if (!FeedJson.of(before).equals(FeedJson.of(asked))) {
      throw Asked.keyReused();
    }
    return new ApiAnswer(201, Map.of("Location", "/api/entities/tabs/" + id), shown(id));
  }

  private static Tab read(UUID id, JsonNode body) {
    return FeedJson.tab(id, body, "");
  }

  private void write(Tab tab, Configuration all, ApiRequest call) {
    if (!all.sources().containsKey(tab.source())) {
      throw RequestRefused.invalid(SOURCE, "there is no source of that id", List.of());
    }
    Asked.refuse(feeds.of(all.with(tab)).faults(tab));
    Changes changes = new Changes();
    changes.tabs.put(tab.id(), tab);
    store.write(changes);
    LOG.info("tab configured id={} by={}", tab.id(), call.caller());
  }

  /** A feed that has claims goes by a run, which resolves the fields that it has a say in. */
  private ApiAnswer deleted(Tab tab, ApiRequest call) {
    if (store.hasClaims(tab.id())) {
      throw claimed(tab.id());
    }
    Changes changes = new Changes();
    changes.tabsGone.add(tab.id());
    store.write(changes);
    LOG.info("tab deleted id={} by={}", tab.id(), call.caller());
    return ApiAnswer.ok(Map.of("deleted", tab.id()));
  }

  static RequestRefused claimed(UUID tab) {
    return RequestRefused.of(
        409,
        "TAB_HAS_CLAIMS",
        "The tab has a say in fields",
        "What tab " + tab + " said is still believed; pause it instead");
  }

  private ObjectNode shown(UUID id) {
    Configuration all = store.read();
    return shown(Asked.tab(all, id), feeds.of(all));
  }

  private static ObjectNode shown(Tab tab, Configured checked) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("id", tab.id().toString());
    shown.setAll(FeedJson.of(tab));
    shown.put("last_synced_at", tab.lastSynced().orElse(null));
    ArrayNode faults = shown.putArray("faults");
    checked.faults(tab).forEach(faults::add);
    ArrayNode warnings = shown.putArray("warnings");
    checked.warnings(tab).forEach(warnings::add);
    return shown;
  }
}
