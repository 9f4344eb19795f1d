package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.sandbox.google.Cell;
import io.syncline.sandbox.google.GoogleSheets;
import io.syncline.sandbox.google.Spreadsheet;
import io.syncline.sandbox.google.Tab;
import io.syncline.support.SandboxService;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

/** The quota of Google is one of real minutes: this test takes one and a half. */
class GooglePaceIT {
  private static final String OFF = "syncline.schedules";
  private static final int FEEDS = 10;
  private static final int ROUNDS = 4;
  private static final List<String> OF_GOOGLE =
      List.of("GOOGLE_SERVICE_ACCOUNT_JSON", "GOOGLE_SHEETS_BASE_URL", "GOOGLE_TOKEN_URL");

  /** SE-56, SE-64. */
  @Test
  void two_instances_with_ten_feeds_of_one_account_never_ask_more_than_google_allows() {
    try (SandboxService one = SandboxService.start("--" + OFF + "=off");
        ServiceProcess other = ServiceProcess.serve(beside(one))) {
      JdbcTemplate staging = new JdbcTemplate(one.pair().stagingSource());
      List<UUID> feeds = IntStream.range(0, FEEDS).mapToObj(n -> feed(one, staging, n)).toList();
      one.atRest();
      one.delete("/sandbox/admin/requests");
      for (int round = 0; round < ROUNDS; round++) {
        feeds.forEach(feed -> start(feed, feeds.indexOf(feed) % 2 == 0, one, other));
        awaitEnds(staging, feeds, round + 1);
      }
      assertThat(
              staging.queryForList(
                  "SELECT outcome FROM sync_runs WHERE tab_mapping_id = ANY (?)",
                  String.class,
                  (Object) feeds.toArray(UUID[]::new)))
          .hasSize(FEEDS * ROUNDS)
          .containsOnly("completed");
      JsonNode counted = one.get("/sandbox/admin/requests").body().path("google");
      assertThat(counted.path("by_status").size()).as("nothing but 200: %s", counted).isEqualTo(1);
      for (String call : List.of("spreadsheets.get", "values.batchGet")) {
        assertThat(counted.path(call).asInt()).as("%s", counted).isEqualTo(FEEDS * ROUNDS);
      }
    }
  }

  private static void awaitEnds(JdbcTemplate staging, List<UUID> feeds, int rounds) {
    await()
        .atMost(Duration.ofSeconds(180))
        .until(
            () ->
                staging.queryForObject(
                        "SELECT count(*) FROM sync_runs WHERE tab_mapping_id = ANY (?) AND status <> 'running'",
                        Integer.class,
                        (Object) feeds.toArray(UUID[]::new))
                    == rounds * FEEDS);
  }

  private static void start(UUID feed, boolean here, SandboxService one, ServiceProcess other) {
    String path = "/api/sync/tab/" + feed + "?wait=false";
    int status =
        here ? one.post(path, "{}", one.token("admin")).status() : other.post(path).statusCode();
    assertThat(status).isEqualTo(202);
  }

  /** A spreadsheet of its own for each. */
  private static UUID feed(SandboxService service, JdbcTemplate staging, int number) {
    String id = "1GooglePaceIT" + number;
    List<List<Cell>> rows =
        List.of(
            List.of(Cell.text("Brand"), Cell.text("Tier")),
            List.of(Cell.text("Brand " + number), Cell.text("gold")));
    service
        .bean(GoogleSheets.class)
        .put(new Spreadsheet(id, id, "en_US", "UTC", true, List.of(Tab.of(7, "Partners", rows))));
    UUID source = UUID.randomUUID();
    UUID feed = UUID.randomUUID();
    staging.update(
        "INSERT INTO data_sources (id, name, type, connector_config)"
            + " VALUES (?, ?, 'google_sheet', jsonb_build_object('spreadsheet_id', ?::text))",
        source,
        id,
        id);
    new MappedTabs(staging)
        .tab(feed, source, "Partners", 7)
        .key(feed, "Brand")
        .map(feed, "Tier", "tier");
    return feed;
  }

  /** Another instance on the same databases that asks the same Google. */
  private static Map<String, Object> beside(SandboxService one) {
    Map<String, Object> properties = new HashMap<>(one.pair().properties());
    Environment environment = one.bean(Environment.class);
    OF_GOOGLE.forEach(name -> properties.put(name, environment.getRequiredProperty(name)));
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("spring.profiles.active", "sandbox");
    properties.put("syncline.sandbox.entities.feeds", "false");
    properties.put("syncline.sandbox.clientapi.accounts", "false");
    properties.put("syncline.sandbox.junglescout.products", "1");
    properties.put("syncline.sandbox.stockx.products", "1");
    properties.put(OFF, "off");
    return properties;
  }
}
