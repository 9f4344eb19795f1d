package io.syncline.clientapi.amazon;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AmazonSettings.class)
class AmazonConfiguration {}
