package io.syncline.api;

import io.syncline.console.RecordedButton;
import io.syncline.console.StartedFromConsole;
import io.syncline.core.database.Databases;
import io.syncline.core.pipeline.BodyHint;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.pipeline.PipelineBoard;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.run.RunHistory;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** No stereotype, so that no other test's scan finds it. */
@EnableAutoConfiguration(
    exclude = {
      DataSourceAutoConfiguration.class,
      FlywayAutoConfiguration.class,
      QuartzAutoConfiguration.class
    })
@ComponentScan(
    basePackages = {"io.syncline.api", "io.syncline.console"},
    excludeFilters =
        @ComponentScan.Filter(
            type = FilterType.ASSIGNABLE_TYPE,
            classes = {
              StartedFromConsole.class,
              RunAnswers.class,
              DeadLetterRequests.class,
              LetterCorrection.class,
              DivergenceRequests.class
            }))
@Import({
  BackgroundLoops.class,
  Pipelines.class,
  PipelineBoard.class,
  RunHistory.class,
  TestRoutes.class
})
public class WebApp {

  @Bean
  Ledger ledger() {
    return Ledger.started();
  }

  @Bean
  Databases databases(Ledger ledger) {
    return ledger.databases();
  }

  @Bean
  Clock clock() {
    return new SettableClock();
  }

  @Bean
  List<BodyHint> hints() {
    return List.of();
  }

  @Bean
  Pipeline productsAndSales(Environment environment) {
    return declared("junglescout", environment);
  }

  @Bean
  Pipeline clientData(Environment environment) {
    return declared("clientapi", environment);
  }

  @Bean
  Pipeline marketPrices(Environment environment) {
    return declared("stockx", environment);
  }

  /** Nobody leads runs here. */
  private static Pipeline declared(String word, Environment environment) {
    return Pipeline.named(word, environment)
        .asked(
            (parameters, trigger, caller, wait) -> {
              throw new UnsupportedOperationException(word);
            });
  }

  @Bean
  RecordedButton recordedButton() {
    return new RecordedButton();
  }
}
