package io.syncline.market;

import static org.awaitility.Awaitility.await;

import io.syncline.api.Http;
import io.syncline.support.Postgres;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Processes of the service that know the market, on one pair of databases. */
final class MarketInstances {
  private static final Duration LONG = Duration.ofSeconds(240);
  private static final String UNDER_WAY =
      "SELECT (SELECT count(*) FROM sync_runs WHERE status = 'running')"
          + " + (SELECT count(*) FROM run_batches WHERE state = 'pending')";

  private final Postgres.Pair pair = Postgres.freshPair();
  private final Map<String, Object> properties = new LinkedHashMap<>(pair.properties());
  private final List<Path> classes;

  /**
   * @param directory gets the platform's classes without the tests, as a jar would have them
   */
  MarketInstances(Market market, Path directory, Map<String, Object> more) {
    classes = List.of(directory);
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("spring.profiles.active", "market");
    properties.put("syncline.market.vendor-url", "https://market.example/v1");
    properties.put("syncline.market.base-url", market.url());
    properties.put("syncline.market.calls-per-second", 1_000);
    properties.put("syncline.market.calls-per-minute", 10_000);
    properties.put("syncline.market.calls-per-day", 100_000);
    properties.put("syncline.market.longest-wait", "60s");
    properties.put("syncline.clientapi.spread", "0s");
    properties.put("syncline.clientapi.log-dir", "off");
    properties.put("syncline.source.first-delay", 20);
    properties.put("syncline.run.lease-time", "3s");
    properties.put("syncline.run.heartbeat", "500ms");
    properties.put("syncline.run.sweep", "1s");
    properties.putAll(more);
    try (var files =
        Files.newDirectoryStream(
            Path.of("target/test-classes/io/syncline/market"), "{StallClient,StallMapper}.class")) {
      Path to = Files.createDirectories(directory.resolve("io/syncline/market"));
      for (Path file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ServiceProcess serve() {
    return ServiceProcess.serve(classes, properties);
  }

  Postgres.Pair pair() {
    return pair;
  }

  JdbcClient staging() {
    return JdbcClient.create(pair.stagingSource());
  }

  JdbcClient production() {
    return JdbcClient.create(pair.productionSource());
  }

  Stalls stalls() {
    return new Stalls(staging(), production());
  }

  /** Waits until no run is under way, none that waits either, and production has everything. */
  void atRest() {
    await().atMost(LONG).until(() -> count(UNDER_WAY) == 0);
  }

  long count(String query) {
    return staging().sql(query).query(Long.class).single();
  }
}
