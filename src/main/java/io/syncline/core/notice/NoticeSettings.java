package io.syncline.core.notice;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.notice.*}: see {@code config/application.yaml} for units and reasons. */
@ConfigurationProperties("syncline.notice")
record NoticeSettings(
    String discordWebhookUrl,
    String username,
    String userAgent,
    Duration timeout,
    int tries,
    Duration longestWait) {}
