package io.syncline.core.write;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RelaySettings.class, ForgettingSettings.class})
class WriteConfiguration {}
