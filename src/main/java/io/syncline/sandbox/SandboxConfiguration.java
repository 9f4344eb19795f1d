package io.syncline.sandbox;

import io.syncline.sandbox.discord.DiscordSimulator;
import io.syncline.sandbox.engine.CountedDoor;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.Pause;
import io.syncline.sandbox.engine.RequestLedger;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.junglescout.JungleScoutSimulator;
import io.syncline.sandbox.shop.SandboxCatalogue;
import io.syncline.sandbox.stockx.StockxCatalogue;
import io.syncline.sandbox.stockx.StockxSimulator;
import java.time.Clock;
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
      SandboxCatalogue catalogue, SandboxSettings settings, FaultBoard faults, Clock clock) {
    return new JungleScoutSimulator(catalogue, settings, faults, clock);
  }

  @Bean
  StockxCatalogue stockxCatalogue(SandboxSettings settings) {
    return new StockxCatalogue(settings);
  }

  @Bean
  StockxSimulator stockxSimulator(
      StockxCatalogue catalogue, SandboxSettings settings, FaultBoard faults, Clock clock) {
    return new StockxSimulator(catalogue, settings, faults, clock);
  }

  @Bean
  DiscordSimulator discordSimulator(FaultBoard faults, Clock clock) {
    return new DiscordSimulator(faults, clock);
  }
}
