package io.syncline.sandbox;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
@EnableConfigurationProperties(SandboxSettings.class)
class SandboxConfiguration {

  @Bean
  SandboxCatalogue sandboxCatalogue(SandboxSettings settings) {
    return new SandboxCatalogue(settings);
  }

  @Bean
  FaultBoard faultBoard() {
    return new FaultBoard();
  }

  @Bean
  RequestLedger requestLedger() {
    return new RequestLedger();
  }

  @Bean
  CountedDoor countedDoor(RequestLedger requestLedger) {
    return new CountedDoor(requestLedger, Pause.real());
  }

  @Bean
  JungleScoutSimulator jungleScoutSimulator(
      SandboxCatalogue catalogue,
      SandboxSettings settings,
      FaultBoard faults,
      ObjectProvider<Clock> clock) {
    return new JungleScoutSimulator(catalogue, settings, faults, clockOf(clock));
  }

  @Bean
  StockxCatalogue stockxCatalogue(SandboxSettings settings) {
    return new StockxCatalogue(settings);
  }

  @Bean
  StockxSimulator stockxSimulator(
      StockxCatalogue catalogue,
      SandboxSettings settings,
      FaultBoard faults,
      ObjectProvider<Clock> clock) {
    return new StockxSimulator(catalogue, settings, faults, clockOf(clock));
  }

  @Bean
  DiscordSimulator discordSimulator(FaultBoard faults, ObjectProvider<Clock> clock) {
    return new DiscordSimulator(faults, clockOf(clock));
  }

  private static Clock clockOf(ObjectProvider<Clock> clock) {
    return clock.getIfAvailable(Clock::systemUTC);
  }
}
