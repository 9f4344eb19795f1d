package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.util.concurrent.ForkJoinPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxShopsConfiguration {

  @Bean
  Shops sandboxShops(SandboxSettings settings, Clock clock) {
    return new Shops(settings, clock);
  }

  @Bean
  BulkOperations sandboxBulkOperations(SandboxSettings settings, Clock clock) {
    return new BulkOperations(settings, clock, ForkJoinPool.commonPool(), new Hooks(clock));
  }

  @Bean
  ShopifySimulator shopifySimulator(
      Shops shops, BulkOperations bulk, SandboxSettings settings, FaultBoard faults, Clock clock) {
    return new ShopifySimulator(shops, bulk, settings, faults, clock);
  }

  @Bean
  ShopifyFiles shopifyFiles(BulkOperations bulk, FaultBoard faults) {
    return new ShopifyFiles(bulk, faults);
  }
}
