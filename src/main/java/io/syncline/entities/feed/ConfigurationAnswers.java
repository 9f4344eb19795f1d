package io.syncline.entities.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiAnswer;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.run.Run;
import io.syncline.core.secret.StoredSecrets;
import io.syncline.entities.feed.Configuration.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Answers with all that is configured as one YAML file, and takes one in its place. */
@Component
final class ConfigurationAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationAnswers.class);
  private static final String DRY_RUN = "dry_run";

  private final FeedStore store;
  private final Feeds feeds;
  private final FeedChangeRuns runs;
  private final StoredSecrets secrets;
  private final ConfigurationFile files;

  ConfigurationAnswers(
      FeedStore store,
      Feeds feeds,
      FeedChangeRuns runs,
      StoredSecrets secrets,
      PriorityAnswers priorities) {
    this.store = store;
    this.feeds = feeds;
    this.runs = runs;
    this.secrets = secrets;
    this.files = new ConfigurationFile(priorities);
  }

  ApiAnswer file(@Body ApiRequest call) {
    Configuration now = store.read();
    if (call.method().equals("GET")) {
      return ApiAnswer.ok(
          new ApiAnswer.Text("application/yaml", YamlWriter.write(ConfigurationFile.of(now))));
    }
    boolean rehearsal = call.isTrue(DRY_RUN);
    Configuration then = files.read(document(call)).foundAnew(now);
    Asked.refuse(faults(then));
    Difference difference = Difference.of(now, then);
    ArrayNode led = JsonNodeFactory.instance.arrayNode();
    if (!rehearsal && !difference.changes().isEmpty()) {
      led(difference.changes(), now, call.caller()).forEach(led::add);
      store.write(difference.changes());
      difference.changes().sourcesGone.forEach(id -> SourceSecrets.forget(secrets, id));
      LOG.info("configuration replaced changes={} by={}", difference.told().size(), call.caller());
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put(DRY_RUN, rehearsal);
    body.set("changes", difference.told());
    body.set("runs", led);
    body.set("warnings", warnings(then));
    return ApiAnswer.ok(body);
  }

  /** YAML comes as text; JSON is YAML, and was read before. */
  private static JsonNode document(ApiRequest call) {
    JsonNode body =
        call.body()
            .orElseThrow(() -> RequestRefused.invalid("body", "must be a YAML file", List.of()));
    return body.isTextual() ? YamlReader.read(body.asText()) : body;
  }

  private List<String> faults(Configuration then) {
    Configured checked = feeds.of(then);
    List<String> faults = new ArrayList<>();
    then.sources()
        .values()
        .forEach(
            source ->
                feeds
                    .faults(Configured.source(source), Set.of())
                    .forEach(
                        fault ->
                            faults.add("source " + source.told().path("name") + ": " + fault)));
    for (Tab tab : then.feeds()) {
      checked.faults(tab).forEach(fault -> faults.add(name(tab) + ": " + fault));
    }
    return faults;
  }

  private ArrayNode warnings(Configuration then) {
    Configured checked = feeds.of(then);
    ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
    for (Tab tab : then.feeds()) {
      checked.warnings(tab).forEach(warning -> warnings.add(name(tab) + ": " + warning));
    }
    return warnings;
  }

  /**
   * Feeds that say less go before the rest, each by a run of its own; asked again, the same file
   * does what is left.
   */
  private List<String> led(Changes changes, Configuration now, String caller) {
    List<FeedChange> less =
        Stream.concat(
                changes.tabsGone.stream().map(FeedChange::deleted),
                changes.tabs.values().stream().map(FeedChange::of))
            .filter(change -> runs.isNeeded(change, now))
            .toList();
    if (!less.isEmpty()) {
      Changes first = new Changes(); // a feed may move to a source that is new
      changes.sources.forEach(
          (id, source) -> {
            if (!now.sources().containsKey(id)) {
              first.sources.put(id, source);
            }
          });
      store.write(first);
    }
    List<String> led = new ArrayList<>();
    for (FeedChange change : less) {
      Run run = runs.led(change, now, caller, false);
      if (FeedChangeRuns.goesOn(run)) {
        throw RequestRefused.alreadyRunning(run.scope(), run.id());
      }
      led.add(run.id().toString());
    }
    return led;
  }

  private static String name(Tab tab) {
    return "tab '" + tab.told().path("tab_name").asText() + "'";
  }
}
