package io.syncline.entities.close;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourcePath;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceQuery;
import io.syncline.core.source.SourceRequest;
import io.syncline.entities.source.Extent;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.Source;
import io.syncline.entities.source.SourceOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The CRM: leads, contacts and opportunities, by what changed. Threads may share it. */
@Component
final class Close implements Source {
  private static final Set<String> KINDS = new TreeSet<>(Set.of("lead", "contact", "opportunity"));
  private static final SourcePath SEARCH = SourcePath.of("data", "search").slash();

  private final CloseSettings settings;
  private final SourceClient client;
  private final Clock clock;

  Close(CloseSettings settings, SourceClient client, Clock clock) {
    this.settings = settings;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "close";
  }

  @Override
  public String lineageType() {
    return "api";
  }

  @Override
  public List<String> faults(JsonNode config, Set<String> tabNames) {
    List<String> faults = new ArrayList<>();
    config
        .fieldNames()
        .forEachRemaining(key -> faults.add("connector_config." + key + ": unknown"));
    tabNames.stream()
        .filter(name -> !KINDS.contains(name))
        .forEach(name -> faults.add("tab_name: one of " + String.join(", ", KINDS)));
    return faults;
  }

  @Override
  public boolean readsOnlyMapped() {
    return true;
  }

  @Override
  public Map<UUID, FeedRead> read(SourceOrder order, ActiveRun run) {
    Map<UUID, FeedRead> reads = new HashMap<>();
    for (FeedOrder feed : order.feeds()) {
      reads.put(feed.id(), read(feed, run));
    }
    return reads;
  }

  private FeedRead read(FeedOrder feed, ActiveRun run) {
    Extent extent =
        Extent.changes(feed, clock.instant(), settings.overlap(), settings.wholeEvery());
    CloseSearch search =
        new CloseSearch(feed.tabName(), CloseSearch.members(feed.columns()), settings.page());
    CloseReading reading = new CloseReading(search, feed, extent.since(), settings.walkCap());
    SourceProfile profile = profile();
    reading.read(body -> page(profile, body, run));
    return extent.read(reading.rows(), reading.newest(), true);
  }

  private SourceAnswer page(SourceProfile profile, JsonNode body, ActiveRun run) {
    SourceAnswer answer =
        client.call(SourceRequest.post(profile, SEARCH, SourceQuery.none(), body), run);
    run.tally().sourceAnswered();
    return answer;
  }

  /** The key is the user's name, the password is empty. */
  private SourceProfile profile() {
    byte[] pair = (settings.apiKey() + ":").getBytes(StandardCharsets.UTF_8);
    String basic = "Basic " + Base64.getEncoder().encodeToString(pair);
    return new SourceProfile(
            "close",
            settings.baseUrl(),
            settings.isOverridden(),
            () -> Map.of("Authorization", basic),
            settings.callsPerSecond(),
            settings.callsPerMinute(),
            Allowance.perDay(settings.callsPerDay()),
            settings.longestWait())
        .meaning(new CloseMeanings())
        .answering(CloseMeanings.RATE_LIMIT, CloseMeanings.RETRY_AFTER);
  }
}
