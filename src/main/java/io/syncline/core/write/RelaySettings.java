package io.syncline.core.write;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.relay.*}: see {@code config/application.yaml} for units and reasons. */
@ConfigurationProperties("syncline.relay")
record RelaySettings(
    Duration interval,
    Duration viewInterval,
    Duration retentionInterval,
    Duration grace,
    Duration laneWait,
    Duration firstDelay,
    Duration longestDelay,
    int batchesAtOnce,
    int rowsAtOnce,
    int triesOnRefusedData) {}
