package io.syncline.core.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Posts notices to a Discord webhook (discord.md). The URL is the secret: it is called from here
 * and not from a route, and no exception of the client is ever shown (reliability C18).
 */
@Component
final class DiscordWebhook {
  private static final Logger LOG = LoggerFactory.getLogger(DiscordWebhook.class);
  private static final int OLD_VERSION_UNIT = 1_000;

  /** What became of a notice. */
  enum Outcome {
    SENT,
    OFF,
    REFUSED,
    DROPPED
  }

  private final NoticeSettings settings;
  private final Optional<DiscordUrl> url;
  private final ObjectMapper json;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final AtomicBoolean disabled = new AtomicBoolean();
  private final HttpClient client;

  DiscordWebhook(NoticeSettings settings, ObjectMapper json, Clock clock, MeterRegistry metrics) {
    this.settings = settings;
    this.url = DiscordUrl.of(settings.discordWebhookUrl());
    this.json = json;
    this.clock = clock;
    this.metrics = metrics;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  boolean isOn() {
    return url.isPresent() && !disabled.get();
  }

  /** All tries and the waits between them. */
  Duration longestSend() {
    return settings.longestWait().plus(settings.timeout().multipliedBy(settings.tries()));
  }

  /** Sends a notice within the limits of tries and waiting; every end is an outcome. */
  Outcome send(Notice notice) {
    Outcome outcome = isOn() ? attempt(notice) : Outcome.OFF;
    metrics
        .counter(
            "syncline.notice.sent", "outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
        .increment();
    return outcome;
  }

  private Outcome attempt(Notice notice) {
    ObjectNode body = DiscordMessage.of(notice, settings.username(), clock.instant());
    boolean fellBack = false;
    long waited = 0;
    for (int attempt = 1; attempt <= settings.tries(); attempt++) {
      Answer answer = post(body);
      if (answer.isSuccess()) {
        return Outcome.SENT;
      }
      if (answer.status() == 400 && !fellBack) {
        fellBack = true;
        body = DiscordMessage.plain(notice, settings.username());
        continue;
      }
      if (isFinal(answer.status())) {
        return refused(answer.status());
      }
      if (attempt == settings.tries()) {
        return Outcome.DROPPED;
      }
      long wait = answer.wait(attempt).toMillis();
      waited += wait;
      if (answer.isBan() || waited > settings.longestWait().toMillis() || !pause(wait)) {
        return Outcome.DROPPED;
      }
    }
    return Outcome.DROPPED;
  }

  private Outcome refused(int status) {
    if (status == 401 || status == 404) {
      disabled.set(true);
      LOG.warn(
          "Discord refused the webhook status={}; no more notices until the next start", status);
    }
    return Outcome.REFUSED;
  }

  private static boolean isFinal(int status) {
    return status >= 300 && status < 500 && status != 429 && status != 408;
  }

  private Answer post(ObjectNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(url.orElseThrow().uri())
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", settings.userAgent())
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Retry-After"),
          parse(response.body()),
          url.orElseThrow().isOldVersion());
    } catch (IOException e) {
      LOG.warn("Discord did not answer cause={}", e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Answer(503, Optional.empty(), json.createObjectNode(), false);
  }

  private JsonNode parse(String body) {
    try {
      JsonNode parsed = json.readTree(body);
      return parsed == null ? json.createObjectNode() : parsed;
    } catch (IOException e) {
      return json.createObjectNode();
    }
  }

  private static boolean pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private record Answer(
      int status, Optional<String> retryAfter, JsonNode body, boolean oldVersion) {

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** The static answer of an address ban: a 429 that names no time (discord.md section 4). */
    boolean isBan() {
      return status == 429 && retryAfter.isEmpty() && !body.has("retry_after");
    }

    Duration wait(int attempt) {
      if (status != 429) {
        return Duration.ofSeconds(attempt);
      }
      double header =
          retryAfter.filter(v -> v.matches("\\d{1,7}(\\.\\d+)?")).map(Double::valueOf).orElse(0.0);
      double told = Math.max(header, body.path("retry_after").asDouble(0));
      double seconds = oldVersion ? told / OLD_VERSION_UNIT : told;
      return Duration.ofMillis((long) (seconds * 1000) + 100);
    }
  }

  /** The webhook's address. */
  record DiscordUrl(URI uri, boolean isOldVersion) {

    /** Empty when none is set. An unversioned path means v6 with its own units: it becomes v10. */
    static Optional<DiscordUrl> of(String configured) {
      if (configured == null || configured.isBlank()) {
        return Optional.empty();
      }
      String versioned = configured.strip().replaceFirst("/api/webhooks/", "/api/v10/webhooks/");
      URI uri = uri(versioned + (versioned.contains("?") ? "&" : "?") + "wait=true");
      if (uri.getHost() == null) {
        throw new IllegalStateException("DISCORD_WEBHOOK_URL names no host");
      }
      boolean loopback = "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost());
      if (!"https".equals(uri.getScheme()) && !loopback) {
        throw new IllegalStateException("DISCORD_WEBHOOK_URL must be https");
      }
      return Optional.of(new DiscordUrl(uri, versioned.matches(".*/api/v[67]/.*")));
    }

    /** What {@code URI} says of a wrong address shows all of it. */
    private static URI uri(String text) {
      try {
        return new URI(text);
      } catch (URISyntaxException e) {
        throw new IllegalStateException("DISCORD_WEBHOOK_URL is not an address");
      }
    }

    @Override
    public String toString() {
      return uri.getHost();
    }
  }
}
