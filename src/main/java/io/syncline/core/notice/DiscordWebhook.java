package io.syncline.core.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Posts notices to a Discord webhook (discord#the-address-is-the-secret). The URL is the secret: it
 * is called from here and not from a route, and no exception of the client is ever shown (C18).
 */
@Component
final class DiscordWebhook implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(DiscordWebhook.class);

  /** What became of a notice. */
  enum Outcome {
    SENT,
    OFF,
    REFUSED,
    DROPPED
  }

  private final NoticeSettings settings;
  private final Optional<DiscordUrl> url;
  private final DiscordCall call;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final AtomicBoolean disabled = new AtomicBoolean();

  DiscordWebhook(NoticeSettings settings, ObjectMapper json, Clock clock, MeterRegistry metrics) {
    this.settings = settings;
    this.url = DiscordUrl.of(settings.discordWebhookUrl());
    this.call = new DiscordCall(settings, json);
    this.clock = clock;
    this.metrics = metrics;
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
        .counter("syncline.notice.sent", "outcome", outcome.name().toLowerCase(Locale.ROOT))
        .increment();
    return outcome;
  }

  private Outcome attempt(Notice notice) {
    ObjectNode body = DiscordMessage.of(notice, settings.username(), clock.instant());
    boolean fellBack = false;
    long waited = 0;
    int last = settings.tries();
    for (int attempt = 1; attempt <= last; attempt++) {
      DiscordAnswer answer = call.post(url.orElseThrow(), body);
      if (answer.isSuccess()) {
        return Outcome.SENT;
      }
      if (answer.isAboutForm() && !fellBack) {
        LOG.warn(
            "Discord refused a notice, it goes out as plain text status={} code={}",
            answer.status(),
            answer.code());
        fellBack = true;
        last++;
        body = DiscordMessage.plain(notice, settings.username());
        continue;
      }
      if (answer.isFinal()) {
        return refused(answer);
      }
      if (attempt == last) {
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

  /** The notices of the next runs would meet the same, and Discord bans who goes on regardless. */
  private Outcome refused(DiscordAnswer answer) {
    disabled.set(true);
    LOG.warn(
        "Discord refused a notice status={} code={}: {}; no more notices until the next start",
        answer.status(),
        answer.code(),
        answer.advice());
    return Outcome.REFUSED;
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

  @Override
  public void destroy() {
    call.close();
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
