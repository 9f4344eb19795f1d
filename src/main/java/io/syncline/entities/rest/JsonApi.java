package io.syncline.entities.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.secret.StoredSecrets;
import io.syncline.core.source.Allowance;
import io.syncline.core.source.ListedHosts;
import io.syncline.core.source.Meaning;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import io.syncline.entities.rest.ApiConfig.Identity;
import io.syncline.entities.source.Extent;
import io.syncline.entities.source.FeedOrder;
import io.syncline.entities.source.FeedRead;
import io.syncline.entities.source.Source;
import io.syncline.entities.source.SourceOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Any JSON API, as its row of configuration describes it. Threads may share it. */
@Component
final class JsonApi implements Source {
  private static final Allowance ANY_NUMBER = Allowance.perDay(1_000_000);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final ListedHosts hosts;
  private final StoredSecrets secrets;
  private final SourceClient client;
  private final Clock clock;

  JsonApi(
      @Value("${syncline.entities.rest-hosts}") List<String> hosts,
      StoredSecrets secrets,
      SourceClient client,
      Clock clock) {
    this.hosts = ListedHosts.of(hosts.stream().filter(host -> !host.isBlank()).toList());
    this.secrets = secrets;
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "rest";
  }

  @Override
  public String lineageType() {
    return "api";
  }

  @Override
  public List<String> faults(JsonNode config, Set<String> tabNames) {
    List<String> faults = new ArrayList<>();
    ApiConfig api = ApiConfig.of(config, hosts, faults);
    tabNames.stream()
        .filter(name -> !api.lists().containsKey(name))
        .map(
            name ->
                "tab_name: one of connector_config.lists: "
                    + String.join(", ", api.lists().keySet()))
        .forEach(faults::add);
    return faults;
  }

  @Override
  public Map<UUID, FeedRead> read(SourceOrder order, ActiveRun run) {
    List<String> faults = new ArrayList<>();
    ApiConfig api = ApiConfig.of(order.config(), hosts, faults);
    if (!faults.isEmpty()) {
      throw TerminalFailure.stopped(StopReason.CONFIG_INVALID, String.join("; ", faults));
    }
    SourceProfile profile = profile(order.sourceId(), api);
    Map<UUID, FeedRead> reads = new HashMap<>();
    for (FeedOrder feed : order.feeds()) {
      Optional<RecordList> list = Optional.ofNullable(api.lists().get(feed.tabName()));
      reads.put(
          feed.id(), list.map(it -> read(it, feed, profile, run)).orElseGet(() -> unknown(feed)));
    }
    return reads;
  }

  private FeedRead read(RecordList list, FeedOrder feed, SourceProfile profile, ActiveRun run) {
    Instant begun = clock.instant();
    Extent extent =
        list.changes()
            .map(it -> Extent.changes(feed, begun, it.overlap(), it.wholeEvery()))
            .orElseGet(() -> Extent.all(feed, begun));
    ListReading reading = new ListReading(list, feed);
    reading.read(profile, extent.since(), request -> called(request, run));
    return extent.read(reading.rows(), reading.newest(), reading.isSure());
  }

  private SourceAnswer called(SourceRequest request, ActiveRun run) {
    SourceAnswer answer = client.call(request, run);
    if (!answer.isSuccess()) {
      throw TerminalFailure.stopped(
          StopReason.SOURCE_FAILED, request + " answered HTTP " + answer.status());
    }
    run.tally().sourceAnswered();
    return answer;
  }

  private SourceProfile profile(UUID source, ApiConfig api) {
    Map<String, String> identity = identity(source, api.identity());
    return SourceProfile.listed(
            "rest." + source,
            api.baseUrl(),
            hosts,
            () -> identity,
            api.perSecond(),
            api.perMinute(),
            ANY_NUMBER,
            LONGEST_WAIT)
        .answering("Link")
        .largest(api.largestAnswer())
        .meaning(JsonApi::meaning);
  }

  private static Optional<Meaning> meaning(SourceAnswer answer) {
    return switch (answer.status()) {
      case 401, 403 ->
          answer.body().isMissingNode() && answer.status() == 403
              ? Optional.empty()
              : Optional.of(
                  Meaning.stop(
                      StopReason.AUTH_FAILED,
                      "the API does not accept the credential (HTTP " + answer.status() + ")"));
      case 404 ->
          Optional.of(
              Meaning.stop(
                  StopReason.SOURCE_NOT_FOUND, "the API has nothing at this path (HTTP 404)"));
      default -> Optional.empty();
    };
  }

  private Map<String, String> identity(UUID source, Identity identity) {
    if (identity.kind() == Identity.Kind.NONE) {
      return Map.of();
    }
    String secret =
        secrets
            .get("entities.source." + source)
            .filter(it -> it.chars().noneMatch(Character::isISOControl)) // would end the header
            .orElseThrow(
                () ->
                    TerminalFailure.stopped(
                        StopReason.AUTH_FAILED, "the secret of this source is to be stored anew"));
    byte[] pair = (identity.name() + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return switch (identity.kind()) {
      case NONE -> Map.of();
      case BEARER -> Map.of("Authorization", "Bearer " + secret);
      case BASIC -> Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
      case HEADER -> Map.of(identity.name(), secret);
    };
  }

  private static FeedRead unknown(FeedOrder feed) {
    return new FeedRead.Failed(
        TerminalFailure.stopped(
            StopReason.TAB_NOT_FOUND, "tab_name: connector_config.lists has no " + feed.tabName()));
  }
}
