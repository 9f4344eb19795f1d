package io.syncline.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Platforms that answer what no table takes, a label that somebody wrote by SQL, and clocks that
 * show another time than UTC.
 */
class HostileAccountsIT {
  private static final String ORDERS =
      """
      {"records":[
        {"number":"whole","at":"2026-11-21T08:00:00Z","v":"😀 ü"},
        {"number":"nul","at":"2026-11-21T08:00:00Z","v":"a\\u0000b"},
        {"number":"key\\u0000","at":"2026-11-21T08:00:00Z","v":"key"},
        {"number":"name","at":"2026-11-21T08:00:00Z","v":"name","\\u0000":1},
        {"number":"half","at":"2026-11-21T08:00:00Z","v":"\\ud83d"}],"more":false}
      """;

  @TempDir private static Path directory;

  private static final Market MARKET = new Market(Map.of("orders", 1, "products", 1));
  private static MarketInstances instances;
  private static UUID nul;
  private static UUID deep;
  private static UUID html;
  private static UUID labelled;

  @BeforeAll
  static void read_all() {
    instances =
        new MarketInstances(
            MARKET,
            directory.resolve("classes"),
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Duser.timezone=Pacific/Auckland",
                "syncline.clientapi.log-dir",
                directory.resolve("logs")));
    for (String database : List.of(instances.pair().staging(), instances.pair().production())) {
      Postgres.execute(
          Postgres.source(database),
          "ALTER DATABASE " + database + " SET timezone = 'Asia/Kolkata'");
    }
    MARKET.say("orders?page=1 nul", ORDERS);
    MARKET.say(
        "orders?page=1 deep",
        "{\"records\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"more\":false}");
    MARKET.say("orders?page=1 html", "<!DOCTYPE html><title>Just a moment</title>");
    try (ServiceProcess service = instances.serve()) {
      nul = add("nul");
      deep = add("deep");
      html = add("html");
      labelled = add("labelled");
      instances
          .staging()
          .sql("UPDATE client_api_credentials SET label = ? WHERE credential_id = ?")
          .params("x\r\n2026-11-21 08:00:00 - INFO - forged 😀 %s {} ${x}", labelled)
          .update();
      assertThat(service.post("/api/admin/trigger-api-sync?wait=false").statusCode())
          .isEqualTo(202);
      instances.atRest();
    }
  }

  @AfterAll
  static void stop() {
    MARKET.close();
  }

  @Test
  void a_character_that_no_table_takes_is_left_out_and_an_id_with_one_costs_its_record() {
    assertThat(instances.stalls().records(nul))
        .hasSize(5)
        .contains("orders whole 😀 ü", "orders nul ab", "orders name name")
        .anyMatch(record -> record.startsWith("orders half "));
    assertThat(types(nul)).contains("\"fetched\": 5", "\"new\": 4", "\"failed\": 1");
    assertThat(instances.count("SELECT count(*) FROM sync_dead_letters WHERE error LIKE '%22021'"))
        .isEqualTo(1);
    assertThat(instances.stalls().row(nul)).containsEntry("status", "connected");
  }

  @Test
  void what_is_nested_without_end_costs_its_type_only() {
    assertThat(instances.stalls().records(deep)).containsExactly("products products-0 1");
    assertThat(types(deep)).contains("\"state\": \"partial\"", "\"state\": \"complete\"");
    assertThat(instances.stalls().row(deep)).containsEntry("status", "connected");
  }

  @Test
  void a_web_page_instead_of_records_costs_its_type_only() {
    assertThat(instances.stalls().records(html)).containsExactly("products products-0 1");
    assertThat(types(html)).contains("\"state\": \"partial\"").doesNotContain("DOCTYPE");
    assertThat(instances.stalls().row(html)).containsEntry("status", "connected");
  }

  @Test
  void a_label_is_one_line_of_the_log_whatever_it_is() throws IOException {
    assertThat(instances.stalls().records(labelled)).hasSize(2);
    assertThat(Files.readAllLines(directory.resolve("logs/api_sync_cron.log")))
        .anyMatch(line -> line.contains("forged 😀 %s {} ${x}"))
        .noneMatch(line -> line.matches("\\S+ \\S+ - INFO - forged.*"));
  }

  /** CR-02, CR-03: the grid begins at midnight in UTC. */
  @Test
  void the_grid_is_utc_s_wherever_the_service_and_its_database_are() {
    assertThat(instances.stalls().row(labelled).get("next").toString()).endsWith(" 00:00");
    assertThat(instances.stalls().records(labelled)).hasSize(2);
    assertThat(
            instances.count(
                "SELECT count(*) FROM client_api_sync_results WHERE abs(extract(epoch FROM now() - created_at)) > 3600"))
        .isZero();
    assertThat(
            instances.count(
                "SELECT count(*) FROM client_data WHERE data_type = 'orders' AND external_id = 'whole'"
                    + " AND source_updated_at <> '2026-11-21T08:00:00Z'"))
        .isZero();
    assertThat(new Invariants(instances.pair()).violations())
        .as("but for the letter")
        .allMatch(it -> it.startsWith("I3 dead"));
  }

  private static UUID add(String stall) {
    return instances.stalls().add(UUID.randomUUID(), stall, null);
  }

  private static String types(UUID account) {
    return instances.stalls().results(account).get(0).get("types").toString();
  }
}
