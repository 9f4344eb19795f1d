package io.syncline.sandbox.shop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.pipeline.Pipeline;
import io.syncline.core.pipeline.Pipelines;
import io.syncline.core.run.CommandOutput;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStarter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The sandbox's own shop: puts the catalogue on sale in staging, then runs every pipeline once. */
@Component
@Profile("sandbox")
final class SandboxShop {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxShop.class);

  private final SandboxCatalogue catalogue;
  private final List<SandboxStock> stocks;
  private final Databases databases;
  private final Pipelines pipelines;
  private final RunStarter starter;
  private final boolean isCommand;

  SandboxShop(
      SandboxCatalogue catalogue,
      List<SandboxStock> stocks,
      Databases databases,
      Pipelines pipelines,
      RunStarter starter,
      ObjectProvider<CommandOutput> command) {
    this.catalogue = catalogue;
    this.stocks = stocks;
    this.databases = databases;
    this.pipelines = pipelines;
    this.starter = starter;
    this.isCommand = command.getIfAvailable() != null;
  }

  @EventListener(ApplicationReadyEvent.class)
  void open() {
    if (isCommand) {
      return; // nobody answers at its port, no simulator either
    }
    int added =
        JdbcClient.create(databases.staging().pool())
            .sql(
                "INSERT INTO %s (asin, product_visibility) SELECT unnest(?), true ON CONFLICT DO NOTHING"
                    .formatted(databases.staging().table("product")))
            .param(catalogue.asins().toArray(String[]::new))
            .update();
    LOG.info("sandbox shop opened products={} added={}", catalogue.asins().size(), added);
    stocks.forEach(SandboxStock::fill);
    Map<String, List<RunRequest>> told = new HashMap<>();
    stocks.forEach(stock -> told.putAll(stock.firstRuns()));
    for (Pipeline pipeline : pipelines.all()) {
      String word = pipeline.word();
      Optional.ofNullable(told.get(word))
          .orElseGet(() -> List.of(usual(word)))
          .forEach(request -> start(word, request));
    }
  }

  private RunRequest usual(String word) {
    return pipelines.ask(
        word, JsonNodeFactory.instance.objectNode(), Trigger.MANUAL, "sandbox", Duration.ZERO);
  }

  private void start(String word, RunRequest request) {
    try {
      starter.start(request);
    } catch (RequestRefused e) {
      LOG.info("first run not started pipeline={} reason={}", word, e.problem().code());
    }
  }
}
