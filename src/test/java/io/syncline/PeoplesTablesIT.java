package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.TerminalFailure;
import io.syncline.core.verify.Verifier;
import io.syncline.support.Invariants;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * All pipelines on tables that a shop had before: partitioned, in a schema that is not the first of
 * the search path, with a user that owns no database.
 */
class PeoplesTablesIT {
  private static final String USER = "shop_" + UUID.randomUUID().toString().substring(0, 8);
  private static final String READER = USER + "_reader";
  private static final Pair PAIR = Postgres.freshPair();
  private static final JdbcTemplate STAGING = new JdbcTemplate(PAIR.stagingSource());
  private static final JdbcTemplate PRODUCTION = new JdbcTemplate(PAIR.productionSource());
  private static final String FACTORS = "/api/admin/sync-elite-factor";
  private static SandboxService service;

  @BeforeAll
  static void start() throws IOException {
    STAGING.execute("CREATE ROLE " + USER + " LOGIN");
    STAGING.execute("CREATE ROLE " + READER + " LOGIN SUPERUSER"); // until the source is filled
    for (Map.Entry<JdbcTemplate, String> database :
        Map.of(STAGING, "dev_az_", PRODUCTION, "prod_az_").entrySet()) {
      JdbcTemplate jdbc = database.getKey();
      jdbc.execute("CREATE SCHEMA %1$s AUTHORIZATION %1$s".formatted(USER));
      jdbc.execute("GRANT CREATE ON SCHEMA public TO " + USER);
      jdbc.execute(
          new ClassPathResource("db/partitioned.sql")
              .getContentAsString(StandardCharsets.UTF_8)
              .replace("${prefix}", database.getValue()));
      for (String table :
          jdbc.queryForList(
              "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", String.class)) {
        jdbc.execute("ALTER TABLE public." + table + " OWNER TO " + USER);
      }
    }
    service =
        SandboxService.start(
            PAIR,
            "--DB_STAGING_USER=" + USER,
            "--DB_PROD_USER=" + USER,
            "--DB_YUHINKAI_USER=" + READER,
            "--syncline.sandbox.junglescout.products=5",
            "--syncline.source.first-delay=10",
            "--syncline.write.first-delay=20",
            "--syncline.relay.interval=200ms",
            "--syncline.relay.grace=200ms",
            "--syncline.relay.longest-delay=1s");
    STAGING.execute("ALTER ROLE " + READER + " NOSUPERUSER");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void every_pipeline_fills_the_shops_own_partitions_and_counts_what_they_hold() {
    service.atRest();
    assertThat(STAGING.queryForList("SELECT DISTINCT pipeline FROM sync_runs", String.class))
        .contains("elitefactor", "junglescout", "stockx");
    for (String table :
        List.of(
            "jungle_scout_product_data",
            "jungle_scout_sales_estimate_data",
            "master_market_data")) {
      String staged = table.startsWith("jungle") ? "dev_az_" + table : table;
      String delivered = table.startsWith("jungle") ? "prod_az_" + table : table;
      long rows = count(STAGING, staged);
      assertThat(rows).as(table).isPositive().isEqualTo(count(PRODUCTION, delivered));
      assertThat(
              STAGING.queryForObject(
                  "SELECT sum(rows_created) FROM run_batches WHERE table_name = ?",
                  Long.class,
                  table))
          .as(table)
          .isEqualTo(rows);
    }
    assertThat(
            STAGING.queryForList(
                "SELECT tablename FROM pg_tables WHERE schemaname = ?", String.class, USER))
        .as("the schema that is first has what the sandbox and the tests make, no copies")
        .allMatch(table -> table.contains("test_") || table.equals("Inventory"));
    STAGING.update("UPDATE dev_az_jungle_scout_product_data SET title = 'another'");
    Answer products = service.post("/admin/sync-product-database", "", service.token("admin"));
    assertThat(products.status()).as("%s", products.body()).isEqualTo(200);
    service.atRest();
    assertThat(
            STAGING.queryForObject(
                "SELECT rows_created + rows_updated FROM sync_runs WHERE pipeline = 'junglescout' ORDER BY started_at DESC LIMIT 1",
                Integer.class))
        .isEqualTo(5);
    assertThat(service.bean(Verifier.class).verify().findings()).isEmpty();
    assertThat(new Invariants(PAIR).violations()).isEmpty();
  }

  @Test
  void a_run_whose_tables_a_policy_hides_fails_and_names_the_table() {
    STAGING.execute("ALTER TABLE listings ENABLE ROW LEVEL SECURITY");
    STAGING.execute("ALTER TABLE listings FORCE ROW LEVEL SECURITY");
    try {
      assertFailsNaming(aCode(), "staging", "public.listings");
      assertThatThrownBy(() -> service.bean(Verifier.class).verify())
          .isInstanceOf(TerminalFailure.class)
          .hasMessageContaining("public.listings");
    } finally {
      STAGING.execute("ALTER TABLE listings DISABLE ROW LEVEL SECURITY");
    }
  }

  @Test
  void an_update_that_production_would_hide_is_kept_until_it_can_be_made() {
    PRODUCTION.execute("ALTER TABLE listings ENABLE ROW LEVEL SECURITY");
    PRODUCTION.execute("ALTER TABLE listings FORCE ROW LEVEL SECURITY");
    String code = aCode();
    STAGING.update("UPDATE listings SET artisan_elite_factor = NULL WHERE artisan_id = ?", code);
    PRODUCTION.update("UPDATE listings SET artisan_elite_factor = NULL WHERE artisan_id = ?", code);
    assertFailsNaming(code, "production", "public.listings");
    assertThat(
            STAGING.queryForObject(
                "SELECT count(*) FROM run_batches WHERE state = 'pending'", Long.class))
        .isEqualTo(1);
    PRODUCTION.execute("ALTER TABLE listings DISABLE ROW LEVEL SECURITY");
    service.atRest();
    assertThat(
            PRODUCTION.queryForObject(
                "SELECT count(*) FROM listings WHERE artisan_id = ? AND artisan_elite_factor IS NOT NULL",
                Long.class,
                code))
        .isPositive();
  }

  @Test
  void an_artisan_that_a_policy_of_the_source_hides_is_not_answered_as_unknown() {
    JdbcTemplate yuhinkai = new JdbcTemplate(Postgres.source(service.yuhinkai()));
    yuhinkai.execute("ALTER TABLE smith_entities ENABLE ROW LEVEL SECURITY");
    yuhinkai.execute("ALTER TABLE smith_entities FORCE ROW LEVEL SECURITY");
    try {
      assertFailsNaming(aCode(), "Yuhinkai", "smith_entities");
      Answer quality = service.get("/api/elitefactor/quality", service.token("viewer"));
      assertThat(quality.status()).isEqualTo(503);
      assertThat(quality.body().path("code").asText()).isEqualTo("ROWS_HIDDEN");
      yuhinkai.execute("CREATE POLICY open ON smith_entities FOR SELECT USING (true)");
      assertThat(update(aCode()).status()).isEqualTo(200);
    } finally {
      yuhinkai.execute("ALTER TABLE smith_entities DISABLE ROW LEVEL SECURITY");
    }
  }

  private static void assertFailsNaming(String code, String database, String table) {
    Answer answer = update(code);
    Map<String, Object> run =
        STAGING.queryForMap(
            "SELECT outcome, failure ->> 'code' AS code, failure ->> 'message' AS message FROM sync_runs WHERE pipeline = 'elitefactor' ORDER BY started_at DESC LIMIT 1");
    assertThat(run).as("%s", answer.body()).containsEntry("outcome", "failed");
    assertThat(run).containsEntry("code", "ROWS_HIDDEN");
    assertThat((String) run.get("message")).contains(database, table);
  }

  private static Answer update(String code) {
    return service.post(
        FACTORS, "{\"artisan_codes\": [\"%s\"]}".formatted(code), service.cronSecret());
  }

  private static String aCode() {
    return STAGING.queryForObject(
        "SELECT min(artisan_id) FROM listings WHERE artisan_elite_factor IS NOT NULL",
        String.class);
  }

  private static long count(JdbcTemplate database, String table) {
    return database.queryForObject("SELECT count(*) FROM " + table, Long.class);
  }
}
