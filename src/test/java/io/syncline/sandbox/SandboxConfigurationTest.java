package io.syncline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.sandbox.discord.DiscordController;
import io.syncline.sandbox.engine.SandboxAdminController;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.junglescout.JungleScoutController;
import io.syncline.sandbox.junglescout.JungleScoutParameters;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

final class SandboxConfigurationTest {

  private final WebApplicationContextRunner context =
      new WebApplicationContextRunner()
          .withBean(Clock.class, Clock::systemUTC)
          .withUserConfiguration(
              SandboxConfiguration.class,
              JungleScoutController.class,
              DiscordController.class,
              SandboxAdminController.class);

  @Test
  void nothing_exists_outside_the_sandbox_profile() {
    context.run(
        started ->
            assertThat(started)
                .doesNotHaveBean(SandboxCatalogue.class)
                .doesNotHaveBean(JungleScoutController.class)
                .doesNotHaveBean(DiscordController.class)
                .doesNotHaveBean(SandboxAdminController.class)
                .doesNotHaveBean(SandboxSettings.class));
  }

  @Test
  void nobody_has_an_account_outside_the_sandbox_profile() {
    new WebApplicationContextRunner()
        .withUserConfiguration(SandboxAccounts.class)
        .run(started -> assertThat(started).doesNotHaveBean(SandboxAccounts.class));
  }

  @Test
  void defaults_need_no_configuration_file() {
    context
        .withPropertyValues("spring.profiles.active=sandbox")
        .run(
            started -> {
              assertThat(started).hasSingleBean(JungleScoutController.class);
              assertThat(started.getBean(SandboxCatalogue.class).asins()).hasSize(500);
              assertThat(started.getBean(SandboxSettings.class))
                  .isEqualTo(Sandbox.settings("syncline", 15, 300));
            });
  }

  @Test
  void limits_and_size_are_properties() {
    context
        .withPropertyValues(
            "spring.profiles.active=sandbox",
            "syncline.sandbox.seed=other",
            "syncline.sandbox.junglescout.requests-per-second=3",
            "syncline.sandbox.junglescout.requests-per-minute=40",
            "syncline.sandbox.junglescout.products=1500")
        .run(
            started -> {
              assertThat(started.getBean(SandboxSettings.class).junglescout())
                  .isEqualTo(new SandboxSettings.JungleScout(3, 40, 1500));
              assertThat(started.getBean(SandboxCatalogue.class).asins())
                  .hasSize(1500)
                  .doesNotHaveDuplicates()
                  .allMatch(asin -> JungleScoutParameters.ASIN.matcher(asin).matches());
            });
  }

  @Test
  void impossible_limit_stops_the_start_and_is_named() {
    context
        .withPropertyValues(
            "spring.profiles.active=sandbox", "syncline.sandbox.junglescout.requests-per-second=0")
        .run(
            started ->
                assertThat(started)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("syncline.sandbox.junglescout.requests-per-second"));
  }
}
