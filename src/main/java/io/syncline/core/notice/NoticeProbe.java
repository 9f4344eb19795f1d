package io.syncline.core.notice;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.error.Finding;
import io.syncline.core.notice.DiscordWebhook.DiscordUrl;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Says before anything is started whether people would be told; it tells them nothing. */
public final class NoticeProbe {
  private static final String NOTICES = "notices";

  private NoticeProbe() {}

  /** What is to be said of {@code DISCORD_WEBHOOK_URL}. */
  public static Finding finding(Environment environment) {
    NoticeSettings settings =
        Binder.get(environment).bind("syncline.notice", NoticeSettings.class).get();
    try {
      Optional<DiscordUrl> url = DiscordUrl.of(settings.discordWebhookUrl());
      return url.isPresent()
          ? asked(url.get(), settings)
          : Finding.ok(NOTICES, "off; set DISCORD_WEBHOOK_URL to have people told");
    } catch (IllegalStateException e) {
      return Finding.fail(NOTICES, String.valueOf(e.getMessage()));
    }
  }

  private static Finding asked(DiscordUrl url, NoticeSettings settings) {
    DiscordAnswer answer;
    try (DiscordCall call = new DiscordCall(settings, new ObjectMapper())) {
      answer = call.get(url);
    }
    if (answer.isSuccess()) {
      return Finding.ok(NOTICES, "Discord knows the webhook");
    }
    return answer.isFinal()
        ? Finding.warn(
            NOTICES,
            "Discord refuses the webhook with %s: %s".formatted(answer.status(), answer.advice()))
        : Finding.warn(
            NOTICES,
            "Discord does not answer, or with %s; notices are tried again"
                .formatted(answer.status()));
  }
}
