package io.syncline.core.run;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code syncline.run.*}: see {@code config/application.yaml} for units and reasons. */
@ConfigurationProperties("syncline.run")
record RunSettings(
    Duration leaseTime, Duration heartbeat, Duration sweep, int runsAtOnce, Duration timeToStop) {}
