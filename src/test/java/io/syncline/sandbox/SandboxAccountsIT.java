package io.syncline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.syncline.core.pipeline.Pipelines;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.SandboxService;
import io.syncline.support.ServiceProcess;
import io.syncline.support.ServiceProcess.Ended;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SandboxAccountsIT {
  private static final String ACCOUNTS =
      """
      SELECT concat_ws(' ', right(client_id::text, 2), account, status) FROM client_api_credentials
      WHERE account NOT LIKE 'client-0%' ORDER BY client_id, account
      """;

  private final Pair pair = Postgres.freshPair();

  /** CR-07, CR-14, CR-39, CR-46, CR-52. */
  @Test
  void the_accounts_of_twelve_clients_are_there_once_and_are_read() {
    List<String> made;
    try (SandboxService service = start()) {
      awaitReadBut("client-12", service);
      assertThat(service.staging().sql(ACCOUNTS).query(String.class).list())
          .containsExactly(
              "01 A1SANDBOX01@na connected",
              "02 A1SANDBOX02@eu connected",
              "03 A1SANDBOX03@fe connected",
              "10 client-10.myshopify.com connected",
              "11 client-11.myshopify.com error",
              "12 client-12.myshopify.com pending");
      assertThat(records(service))
          .contains("01 amazon inventory", "01 amazon orders", "01 amazon products")
          .contains("09 shopify customers", "09 shopify orders", "10 shopify products")
          .noneMatch(type -> type.startsWith("11") || type.startsWith("12"));
      assertThat(shape(service, "01")).hasSizeGreaterThan(13).isEqualTo(shape(service, "02"));
      assertThat(shape(service, "11")).as("nothing was read").isEmpty();
      assertThat(statements(service, "04")).isLessThan(10);
      assertThat(variants(service, "04")).as("of 24 products").isGreaterThan(48);
      assertThat(why(service, "01")).contains("OK shopify", "OK amazon", "not due before");
      assertThat(why(service, "11")).contains("FAIL shopify", "mend it by credentials update");
      await()
          .untilAsserted(
              () ->
                  assertThat(why(service, "12"))
                      .contains("OK shopify", ": put off until", ": SOURCE_THROTTLED: "));
      made = credentials(service);
      assertThat(made).hasSize(15);
      assertThat(readable(service)).isZero();
    }
    try (SandboxService again = start()) {
      awaitReadBut("client-12", again);
      assertThat(credentials(again)).isEqualTo(made);
    }
  }

  @Test
  void a_command_makes_no_account_and_starts_no_run() {
    Map<String, Object> properties = new HashMap<>(pair.properties());
    properties.put("SPRING_PROFILES_ACTIVE", "sandbox");
    Ended listed = ServiceProcess.command(properties, "credentials", "list");
    assertThat(listed.code()).as(listed.text()).isZero();
    JdbcClient staging = JdbcClient.create(pair.stagingSource());
    for (String table : List.of("client_api_credentials", "sync_runs")) {
      assertThat(staging.sql("SELECT count(*) FROM " + table).query(Long.class).single())
          .as(table)
          .isZero();
    }
  }

  private SandboxService start() {
    return SandboxService.begin(
        pair,
        "--syncline.sandbox.clientapi.accounts=true",
        "--syncline.sandbox.junglescout.products=1",
        "--syncline.clientapi.spread=0s");
  }

  /** The throttled one goes on long after. */
  private static void awaitReadBut(String shop, SandboxService service) {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                service
                    .staging()
                    .sql(
                        """
                        SELECT count(*) = 14 FROM client_api_credentials c
                        WHERE account NOT LIKE ? || '%' AND EXISTS (
                            SELECT FROM client_api_sync_results r WHERE r.credential_id = c.credential_id)
                        """)
                    .param(shop)
                    .query(Boolean.class)
                    .single());
  }

  private static String table(String client) {
    return "client_00000000_0000_4000_8000_0000000000" + client + "_data";
  }

  /** Columns and indexes of what a client has. */
  private static List<String> shape(SandboxService service, String client) {
    return service
        .production()
        .sql(
            """
            SELECT attname || ' ' || format_type(atttypid, atttypmod) || attnotnull AS is_so FROM pg_attribute
            WHERE attrelid = to_regclass(:table) AND attnum > 0
            UNION ALL
            SELECT replace(replace(indexdef, indexname, 'index'), tablename, 'client') FROM pg_indexes WHERE tablename = :table
            ORDER BY is_so
            """)
        .param("table", table(client))
        .query(String.class)
        .list();
  }

  /** How many statements have written the hundreds of records that a client has. */
  private static long statements(SandboxService service, String client) {
    return service
        .staging()
        .sql(
            "SELECT CASE WHEN count(*) > 300 THEN count(DISTINCT (xmin::text, cmin::text)) END FROM "
                + table(client))
        .query(Long.class)
        .single();
  }

  private static long variants(SandboxService service, String client) {
    return service
        .production()
        .sql(
            """
            SELECT sum(jsonb_array_length(CASE jsonb_typeof(data -> 'variants') WHEN 'array' THEN data -> 'variants'
                                          ELSE data #> '{variants,nodes}' END))
            FROM %s WHERE data_type = 'products'
            """
                .formatted(table(client)))
        .query(Long.class)
        .single();
  }

  private static String why(SandboxService service, String client) {
    return service
        .bean(Pipelines.class)
        .why(Map.of("client", "00000000-0000-4000-8000-0000000000" + client))
        .stream()
        .map(it -> it.level() + " " + it.what() + ": " + it.action())
        .collect(Collectors.joining("\n"));
  }

  private static List<String> records(SandboxService service) {
    return service
        .production()
        .sql(
            "SELECT DISTINCT concat_ws(' ', right(client_id::text, 2), platform_type, data_type) FROM client_data")
        .query(String.class)
        .list();
  }

  private static List<String> credentials(SandboxService service) {
    return service
        .staging()
        .sql(
            "SELECT concat_ws(' ', credential_id, account, created_at) FROM client_api_credentials ORDER BY 1")
        .query(String.class)
        .list();
  }

  /** A secret that is sealed says nothing. */
  private static long readable(SandboxService service) {
    return service
        .staging()
        .sql(
            """
            SELECT count(*) FROM client_api_credentials
            WHERE coalesce(encode(secret, 'escape'), 'token') ~ 'shpat|Atz|token'
            """)
        .query(Long.class)
        .single();
  }
}
