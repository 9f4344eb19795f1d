package io.syncline.core.source;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** {@code syncline.source.*}: see {@code config/application.yaml} for units and reasons. */
@ConfigurationProperties("syncline.source")
record SourceSettings(
    Duration connectTimeout,
    Duration responseTimeout,
    Duration callTimeout,
    DataSize largestAnswer,
    int largestRatio,
    int connections,
    int stopAfterFailures,
    int stopAfterRefusals) {}
