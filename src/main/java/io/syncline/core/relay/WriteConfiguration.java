package io.syncline.core.relay;

import io.syncline.core.upkeep.ForgettingSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RelaySettings.class, ForgettingSettings.class})
class WriteConfiguration {}
