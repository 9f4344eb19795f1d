package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.ApiRequest;
import io.syncline.core.pipeline.PipelineRequest;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What the endpoints of document 004 and the schedule ask for, checked and as a {@link RunRequest}.
 */
@Component
final class JungleScoutRequests implements PipelineRequest {
  /** One account is behind all of it, so one run at a time in the whole cluster (D8). */
  static final String SCOPE = "junglescout";

  private static final List<String> QUERY =
      List.of("marketplace", "debug", "date_range", "sync_mode", "wait", "dry_run");
  private static final List<String> MEMBERS =
      List.of("mode", "marketplace", "debug", "date_range", "sync_mode", "dry_run");

  private final JungleScoutSettings settings;
  private final Duration wait;

  JungleScoutRequests(JungleScoutSettings settings, @Value("${syncline.http.wait}") Duration wait) {
    this.settings = settings;
    this.wait = wait;
  }

  RunRequest hourly(@Body ApiRequest request) {
    return request(request, Mode.HOURLY, wait);
  }

  /** Answers at once: a whole market takes hours at the vendor's limits. */
  RunRequest master(@Body ApiRequest request) {
    return request(request, Mode.MASTER, Duration.ZERO);
  }

  RunRequest sales(@Body ApiRequest request) {
    return request(request, Mode.SALES, wait);
  }

  RunRequest products(@Body ApiRequest request) {
    return request(request, Mode.PRODUCTS, wait);
  }

  /** The slot of the schedule starts one run, however many instances and ticks there are (G3). */
  RunRequest scheduled(@Variable("slot") Instant slot) {
    Parameters parameters =
        new Parameters(
            Mode.HOURLY, Marketplace.of(settings.scheduledMarketplace()), Optional.empty(), false);
    return new RunRequest(
        JungleScout.WORD,
        SCOPE,
        Trigger.SCHEDULE,
        Optional.of("junglescout|" + settings.scheduledMarketplace() + "|" + slot),
        "schedule",
        parameters.json(),
        false,
        false,
        Duration.ZERO);
  }

  @Override
  public RunRequest of(JsonNode body, Trigger trigger, String caller, Duration patience) {
    body.fieldNames().forEachRemaining(name -> refuseUnknown(name, MEMBERS));
    Parameters parameters =
        parameters(
            modeOf(body.path("mode").asText("hourly")),
            body.path("marketplace").asText("us"),
            Optional.ofNullable(body.get("date_range")).map(JsonNode::asText),
            body.path("sync_mode").asText("fresh"));
    return new RunRequest(
        JungleScout.WORD,
        SCOPE,
        trigger,
        Optional.empty(),
        caller,
        parameters.json(),
        flag(body, "dry_run"),
        flag(body, "debug"),
        patience);
  }

  private RunRequest request(ApiRequest request, Mode mode, Duration patience) {
    Map<String, String> query = request.query();
    query.keySet().forEach(name -> refuseUnknown(name, QUERY));
    Parameters parameters =
        parameters(
            mode,
            query.getOrDefault("marketplace", "us"),
            Optional.ofNullable(query.get("date_range")),
            query.getOrDefault("sync_mode", "fresh"));
    boolean waits = flag(query, "wait", true);
    return new RunRequest(
        JungleScout.WORD,
        SCOPE,
        Trigger.REQUEST,
        request.idempotencyKey().map(key -> request.caller() + "|" + key),
        request.caller(),
        parameters.json(),
        flag(query, "dry_run", false),
        flag(query, "debug", false),
        waits ? patience : Duration.ZERO);
  }

  private static Parameters parameters(
      Mode mode, String marketplace, Optional<String> range, String syncMode) {
    return new Parameters(
        mode,
        Marketplace.of(marketplace),
        mode == Mode.HOURLY ? Optional.empty() : range.map(Parameters.DateRange::of),
        Parameters.resumes(syncMode));
  }

  private static Mode modeOf(String word) {
    return List.of(Mode.values()).stream()
        .filter(mode -> mode.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                RequestRefused.invalid(
                    "mode", "unknown", List.of("hourly", "master", "sales", "products")));
  }

  /** A misspelt dry_run must not become a real run. */
  private static void refuseUnknown(String name, List<String> known) {
    if (!known.contains(name)) {
      throw RequestRefused.invalid(name, "unknown", known);
    }
  }

  private static boolean flag(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw RequestRefused.invalid(name, "must be true or false", List.of("true", "false"));
    }
    return value.asBoolean(false);
  }

  private static boolean flag(Map<String, String> query, String name, boolean otherwise) {
    return switch (query.getOrDefault(name, Boolean.toString(otherwise))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw RequestRefused.invalid(name, "unknown", List.of("true", "false"));
    };
  }
}
