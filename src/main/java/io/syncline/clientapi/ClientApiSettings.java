package io.syncline.clientapi;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.clientapi.*}: see {@code config/clientapi.yaml} for units and reasons. */
@ConfigurationProperties("syncline.clientapi")
record ClientApiSettings(Duration firstRetry, Duration spread, Duration turn, Duration gather) {}
