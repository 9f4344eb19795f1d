package io.syncline.api;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts {@link ApiEngine} in the place of the starter's engine. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class RequestConfiguration {

  /** The name is the one by which the platform-http component looks its engine up. */
  @Bean("platform-http-engine")
  ApiEngine apiEngine(
      @Value("${server.port:8080}") int port,
      HttpSettings settings,
      Problems problems,
      ProblemWriter writer) {
    return new ApiEngine(port, settings, problems, writer);
  }
}
