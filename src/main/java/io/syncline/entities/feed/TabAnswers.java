package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Run;
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
record TabAnswers(FeedStore store, Feeds feeds, FeedChangeRuns runs) {
  private static final Logger LOG = LoggerFactory.getLogger(TabAnswers.class);
  private static final String SOURCE = "data_source_id";
  private static final String DRY_RUN = "dry_run";

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
      case "DELETE" -> deleted(tab, all, call);
      default -> changed(read(tab.id(), Asked.changed(call, FeedJson.of(tab))), all, call);
    };
  }

  /** What says less than before goes by a run, which resolves the fields that it had a say in. */
  private ApiAnswer changed(Tab asked, Configuration all, ApiRequest call) {
    Tab tab = Asked.tab(all.with(asked).foundAnew(all), asked.id());
    check(tab, all);
    FeedChange change = FeedChange.of(tab);
    if (!runs.isNeeded(change, all)) {
      write(tab, call);
      return ApiAnswer.ok(shown(tab.id()));
    }
    Run run = runs.led(change, all, call.caller(), false);
    LOG.info("tab configured id={} by={} run={}", tab.id(), call.caller(), run.id());
    return answered(run, shown(tab.id()));
  }

  private ApiAnswer created(ApiRequest call) {
    Configuration all = store.read();
    UUID id = Asked.newId(call);
    Tab asked = read(id, Asked.object(call));
    Tab before = all.tabs().get(id);
    if (before == null) {
      check(asked, all);
      write(asked, call);
    } else if (!FeedJson.of(before).equals(FeedJson.of(asked))) {
      throw Asked.keyReused();
    }
    return new ApiAnswer(201, Map.of("Location", "/api/entities/tabs/" + id), shown(id));
  }

  private static Tab read(UUID id, JsonNode body) {
    return FeedJson.tab(id, body, "");
  }

  private void check(Tab tab, Configuration all) {
    if (!all.sources().containsKey(tab.source())) {
      throw RequestRefused.invalid(SOURCE, "there is no source of that id", List.of());
    }
    Configured then = feeds.of(all.with(tab));
    Asked.refuse(then.faults(tab));
    Asked.refuse(then.faultsOfOthers(tab, feeds.of(all)));
  }

  private void write(Tab tab, ApiRequest call) {
    Changes changes = new Changes();
    changes.tabs.put(tab.id(), tab);
    store.write(changes);
    LOG.info("tab configured id={} by={}", tab.id(), call.caller());
  }

  private ApiAnswer deleted(Tab tab, Configuration all, ApiRequest call) {
    boolean rehearsal = call.isTrue(DRY_RUN);
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("deleted", tab.id().toString()).put(DRY_RUN, rehearsal);
    FeedChange change = FeedChange.deleted(tab.id());
    if (runs.isNeeded(change, all)) {
      Run run = runs.led(change, all, call.caller(), rehearsal);
      LOG.info("tab deleted id={} by={} run={}", tab.id(), call.caller(), run.id());
      return answered(run, told);
    }
    if (!rehearsal) {
      Changes changes = new Changes();
      changes.deleteTab(tab.id(), all);
      store.write(changes);
      LOG.info("tab deleted id={} by={}", tab.id(), call.caller());
    }
    return ApiAnswer.ok(told.putNull("sync_run_id").put("fields_changed", 0));
  }

  /** 202 with where to look for a run that goes on. */
  private static ApiAnswer answered(Run run, ObjectNode told) {
    return FeedChangeRuns.goesOn(run)
        ? ApiAnswer.accepted(run.id(), JsonNodeFactory.instance.objectNode())
        : ApiAnswer.ok(told.setAll(FeedChangeRuns.told(run)));
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
