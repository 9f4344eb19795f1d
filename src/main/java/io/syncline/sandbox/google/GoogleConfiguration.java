package io.syncline.sandbox.google;

import io.syncline.sandbox.engine.Dice;
import io.syncline.sandbox.engine.SandboxSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class GoogleConfiguration {

  @Bean
  GoogleAccount googleAccount(Environment environment) {
    return GoogleAccount.of(environment.getRequiredProperty(SandboxKeyFile.VARIABLE));
  }

  @Bean
  SampleSheets sampleSheets(SandboxSettings settings) {
    return new SampleSheets(new Dice(settings.seed()));
  }
}
