package io.syncline.sandbox.amazon;

import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxSellersConfiguration {

  @Bean
  Sellers sandboxSellers(SandboxSettings settings, Clock clock) {
    return new Sellers(settings, clock);
  }

  @Bean
  SpReports sandboxReports(SandboxSettings settings, Clock clock) {
    return new SpReports(settings, clock);
  }

  @Bean
  AmazonSimulator amazonSimulator(
      Sellers sellers,
      SpReports reports,
      SandboxSettings settings,
      FaultBoard faults,
      Clock clock) {
    return new AmazonSimulator(sellers, reports, settings, faults, clock);
  }
}
