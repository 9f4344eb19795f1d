package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.entities.feed.Configured;
import io.syncline.entities.feed.FeedScopes;
import io.syncline.entities.feed.Feeds;
import io.syncline.entities.feed.StoredFeed;
import io.syncline.entities.feed.StoredSource;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.SourceKinds;
import io.syncline.entities.source.SourceOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;

/** Reads the feeds of a run from their source: one of them, or all that are active. */
@Component
record FeedReader(Feeds feeds, SourceKinds sources, FeedCursors cursors) {

  /** What of a source is to be read, as it is configured at this moment. */
  record Plan(StoredSource source, List<StoredFeed> feeds, Configured configured) {}

  /**
   * What the run is about.
   *
   * @throws TerminalFailure for a feed that cannot be run as it is configured
   */
  Plan plan(@Variable("run") ActiveRun run) {
    Configured configured = feeds.now();
    Optional<UUID> tab = FeedScopes.id(run.request().parameters(), FeedScopes.TAB);
    if (tab.isPresent()) {
      StoredFeed feed = configured.find(tab.get()).orElseThrow(() -> gone(tab.get()));
      refuse(feed.faults());
      if (!feed.isActive() || !feed.source().isActive()) {
        throw paused();
      }
      return new Plan(feed.source(), List.of(feed), configured);
    }
    UUID id = FeedScopes.id(run.request().parameters(), FeedScopes.SOURCE).orElseThrow();
    StoredSource source = configured.source(id).orElseThrow(() -> gone(id));
    if (!source.isActive()) {
      throw paused();
    }
    List<StoredFeed> active =
        configured.ofSource(id).stream().filter(StoredFeed::isActive).toList();
    return new Plan(source, active, configured);
  }

  private static TerminalFailure gone(UUID id) {
    return TerminalFailure.stopped(
        StopReason.CONFIG_INVALID, id + " is not there any more; somebody has deleted it");
  }

  private static TerminalFailure paused() {
    return TerminalFailure.stopped(
        StopReason.CONFIG_INVALID, "status: it is paused; set the tab and its source active");
  }

  private static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      throw TerminalFailure.stopped(StopReason.CONFIG_INVALID, String.join("; ", faults));
    }
  }

  /** The feeds with their rows; one that cannot be read does not keep others from it. */
  List<FeedWork> read(@Body Plan plan, @Variable("run") ActiveRun run) {
    List<StoredFeed> sound = plan.feeds().stream().filter(feed -> feed.faults().isEmpty()).toList();
    Map<UUID, String> fingerprints = new HashMap<>();
    for (StoredFeed feed : sound) {
      cursors
          .fingerprint(feed, plan.configured().plan(feed.feed().entityType()))
          .ifPresent(it -> fingerprints.put(feed.feed().id(), it));
    }
    SourceOrder order =
        new SourceOrder(
            plan.source().id(),
            plan.source().name(),
            plan.source().config(),
            sound.stream().map(feed -> order(feed, fingerprints, run)).toList());
    Map<UUID, FeedRead> answers =
        sound.isEmpty() ? Map.of() : sources.of(plan.source().type()).read(order, run);
    run.tally().sourceAnswered();
    return plan.feeds().stream()
        .map(
            feed ->
                new FeedWork(
                    feed,
                    plan.configured().plan(feed.feed().entityType()),
                    Optional.ofNullable(answers.get(feed.feed().id()))
                        .orElseGet(() -> new FeedRead.Failed(invalid(feed))),
                    Optional.ofNullable(fingerprints.get(feed.feed().id()))))
        .toList();
  }

  /** All of it where that is asked for, or where every value is to be written whoever has it. */
  private FeedOrder order(StoredFeed feed, Map<UUID, String> fingerprints, ActiveRun run) {
    JsonNode asked = run.request().parameters();
    int most = asked.path(SyncRequests.LIMIT).asInt(0);
    boolean isWhole =
        most > 0
            || asked.path(SyncRequests.WHOLE).asBoolean()
            || asked.path(SyncRequests.FORCE).asBoolean();
    Optional<String> cursor =
        Optional.ofNullable(fingerprints.get(feed.feed().id()))
            .filter(it -> !isWhole)
            .flatMap(it -> cursors.cursor(feed, it));
    return feed.order(cursor, most);
  }

  private static TerminalFailure invalid(StoredFeed feed) {
    return TerminalFailure.stopped(StopReason.CONFIG_INVALID, String.join("; ", feed.faults()));
  }
}
