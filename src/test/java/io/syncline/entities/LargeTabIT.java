package io.syncline.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.api.Http;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Tabs as large as spreadsheets become, in a service of 512 MB that has the simulator too. */
class LargeTabIT {
  private static final UUID SOURCE = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final UUID FEED = UUID.fromString("00000000-0000-4000-8000-00000000000b");
  private static final int ROWS = 100_000;
  private static final int COLUMNS = 200;

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());

  @Test
  void tabs_of_two_hundred_columns_and_of_a_hundred_thousand_rows_are_taken_whole() {
    try (ServiceProcess service = ServiceProcess.serve(properties())) {
      configure();
      String header = cells(column -> "\"Column " + column + "\"");
      String rows =
          IntStream.range(0, 100)
              .mapToObj(row -> cells(column -> "\"r%d c%d\"".formatted(row, column)))
              .collect(Collectors.joining(","));
      sheet(service, header + "," + rows);
      map("Column 1", "Column 200");
      JsonNode wide = run(service);
      assertThat(wide.path("rows_created").asInt()).as("%s", wide).isEqualTo(100);
      assertThat(
              production.queryForObject(
                  "SELECT tier FROM partners WHERE brand_name = 'r99 c1'", String.class))
          .isEqualTo("r99 c200");
      sheet(
          service,
          IntStream.range(0, ROWS)
              .mapToObj("[\"Brand %06d\",\"gold\"]"::formatted)
              .collect(Collectors.joining(",", "[\"Brand\",\"Tier\"],", "")));
      map("Brand", "Tier");
      JsonNode tall = run(service);
      assertThat(tall.path("rows_created").asInt()).as("%s", tall).isEqualTo(ROWS);
      assertThat(
              staging.queryForList(
                  "SELECT code FROM sync_errors e JOIN sync_runs r ON r.id = e.run_id"
                      + " WHERE r.pipeline = 'entities'"))
          .isEmpty();
    }
    for (JdbcTemplate database : new JdbcTemplate[] {staging, production}) {
      assertThat(
              database.queryForObject(
                  "SELECT count(*) FROM partners WHERE tier = 'gold' AND brand_name LIKE 'Brand%'",
                  Integer.class))
          .isEqualTo(ROWS);
    }
  }

  private JsonNode run(ServiceProcess service) {
    JsonNode begun = Http.json(service.post("/api/sync/tab/" + FEED + "?wait=false"));
    String id = begun.path("sync_run_id").asText(begun.path("run_id").asText());
    await()
        .atMost(Duration.ofMinutes(8))
        .until(
            () ->
                staging.queryForObject(
                    "SELECT (SELECT count(*) FROM sync_runs WHERE status = 'running')"
                        + " + (SELECT count(*) FROM run_batches WHERE state = 'pending') = 0",
                    Boolean.class));
    return Http.json(service.get("/api/sync/runs/" + id)).path("stats");
  }

  private static String cells(IntFunction<String> cell) {
    return IntStream.rangeClosed(1, COLUMNS)
        .mapToObj(cell)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static void sheet(ServiceProcess service, String rows) {
    String body =
        "{\"title\":\"Large\",\"tabs\":[{\"sheet_id\":7,\"title\":\"Large\",\"rows\":[%s]}]}"
            .formatted(rows);
    assertThat(service.put("/sandbox/admin/spreadsheets/large", body).statusCode()).isEqualTo(204);
  }

  private void configure() {
    staging.update(
        "INSERT INTO data_sources (id, name, type, connector_config)"
            + " VALUES (?, 'Large', 'google_sheet', '{\"spreadsheet_id\": \"large\"}')",
        SOURCE);
    staging.update(
        "INSERT INTO tab_mappings (id, data_source_id, tab_name, sheet_id, primary_entity)"
            + " VALUES (?, ?, 'Large', 7, 'partners')",
        FEED,
        SOURCE);
  }

  private void map(String brand, String tier) {
    staging.update("DELETE FROM column_mappings");
    staging.update(
        "INSERT INTO column_mappings (tab_mapping_id, source_column, target_field, is_key)"
            + " VALUES (?, ?, 'brand_name', true), (?, ?, 'tier', false)",
        FEED,
        brand,
        FEED,
        tier);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put("syncline.sandbox.entities.feeds", "false");
    properties.put("syncline.sandbox.clientapi.accounts", "false");
    properties.put("spring.profiles.active", "sandbox");
    properties.put("syncline.sandbox.junglescout.products", "1");
    properties.put("syncline.sandbox.stockx.products", "1");
    properties.put("syncline.relay.interval", "200ms");
    properties.put("syncline.relay.grace", "200ms");
    return properties;
  }
}
