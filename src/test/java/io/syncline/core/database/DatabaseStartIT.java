package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

class DatabaseStartIT {

  @Test
  void empty_databases_get_their_tables() {
    Pair pair = Postgres.freshPair();
    start(pair).close();
    assertThat(tables(pair.stagingSource()))
        .contains("sync_runs", "run_leases", "run_batches", "qrtz_triggers")
        .contains("dev_az_jungle_scout_sync_status", "dev_az_jungle_scout_product_data")
        .contains("sync_flyway_control_of_dev_az_", "sync_flyway_destination_of_dev_az_")
        .doesNotContain("sync_fence", "flyway_schema_history");
    assertThat(tables(pair.productionSource()))
        .contains("sync_applied", "sync_fence", "prod_az_jungle_scout_product_data")
        .contains("sync_flyway_production", "sync_flyway_destination_of_prod_az_")
        .doesNotContain("sync_runs", "prod_az_jungle_scout_sync_status");
  }

  @Test
  void the_documents_tables_are_accepted_and_keep_their_rows() {
    Pair pair = Postgres.freshPair();
    Postgres.execute(pair.stagingSource(), script("document-001", "dev_az_"));
    Postgres.execute(pair.stagingSource(), script("document-004", "dev_az_"));
    Postgres.execute(pair.productionSource(), script("document-004", "prod_az_"));
    JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
    JdbcTemplate production = new JdbcTemplate(pair.productionSource());
    staging.update("INSERT INTO sync_runs (status, rows_created) VALUES ('completed', 7)");
    staging.update(
        "INSERT INTO dev_az_jungle_scout_sync_status (asin, has_sales_data) VALUES ('B1', true)");
    production.update(
        "INSERT INTO prod_az_jungle_scout_product_data (asin, report_date, title)"
            + " VALUES ('B1', '2026-01-01', 'one')");
    start(pair).close();
    assertThat(
            staging.queryForObject(
                "SELECT pipeline || status || rows_created FROM sync_runs", String.class))
        .isEqualTo("entitiescompleted7");
    assertThat(
            staging.queryForObject(
                "SELECT marketplace FROM dev_az_jungle_scout_sync_status WHERE has_sales_data",
                String.class))
        .isEqualTo("us");
    production.update(
        "INSERT INTO prod_az_jungle_scout_product_data (asin, report_date, title, marketplace)"
            + " VALUES ('B1', '2026-01-01', 'ein', 'de')");
    assertThat(
            production.queryForList(
                "SELECT title FROM prod_az_jungle_scout_product_data ORDER BY marketplace",
                String.class))
        .containsExactly("ein", "one");
  }

  @Test
  void a_second_start_migrates_nothing() {
    Pair pair = Postgres.freshPair();
    start(pair).close();
    String count = "SELECT count(*) || '/' || max(installed_rank) FROM sync_flyway_control";
    JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
    String before = staging.queryForObject(count, String.class);
    start(pair).close();
    assertThat(staging.queryForObject(count, String.class)).isEqualTo(before);
  }

  @Test
  void the_service_starts_without_production_and_migrates_it_when_it_is_back() {
    Pair pair = Postgres.freshPair();
    Postgres.takeDown(pair.production());
    try (ConfigurableApplicationContext context = start(pair)) {
      ProductionSchema schema = context.getBean(ProductionSchema.class);
      SettableClock clock = context.getBean(SettableClock.class);
      assertThat(schema.ready()).isFalse();
      Postgres.bringUp(pair.production());
      assertThat(schema.ready()).as("asked again within the second").isFalse();
      clock.advance(Duration.ofMillis(1_001));
      assertThat(schema.ready()).isTrue();
      assertThat(tables(pair.productionSource())).contains("sync_applied");
      Postgres.takeDown(pair.production());
      clock.advance(Duration.ofMillis(1_001));
      assertThat(schema.ready()).as("success is remembered").isTrue();
    }
  }

  @Test
  void every_session_has_limits() {
    try (ConfigurableApplicationContext context = start(Postgres.freshPair())) {
      Databases databases = context.getBean(Databases.class);
      List<DataSource> pools =
          List.of(
              databases.staging().pool(),
              databases.staging().relayPool(),
              databases.production().pool(),
              databases.production().relayPool(),
              databases.lease());
      for (DataSource pool : pools) {
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        assertThat(show(jdbc, "statement_timeout")).isEqualTo("20s");
        assertThat(show(jdbc, "lock_timeout")).isEqualTo("5s");
        assertThat(show(jdbc, "idle_in_transaction_session_timeout")).isEqualTo("30s");
        assertThat(show(jdbc, "application_name")).isEqualTo("syncline");
      }
      assertThat(context.getBean(DataSource.class)).isSameAs(databases.staging().pool());
      assertThat(databases.production().table("product")).isEqualTo("\"prod_az_product\"");
    }
  }

  private static ConfigurableApplicationContext start(Pair pair) {
    return new SpringApplicationBuilder(DatabaseConfiguration.class, Time.class)
        .web(WebApplicationType.NONE)
        .run(pair.arguments());
  }

  private static String show(JdbcTemplate jdbc, String setting) {
    return jdbc.queryForObject("SHOW " + setting, String.class);
  }

  private static List<String> tables(DataSource source) {
    return new JdbcTemplate(source)
        .queryForList("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", String.class);
  }

  private static String script(String name, String prefix) {
    try {
      return new ClassPathResource("db/" + name + ".sql")
          .getContentAsString(StandardCharsets.UTF_8)
          .replace("${prefix}", prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Time {

    @Bean
    SettableClock clock() {
      return new SettableClock("2026-01-01T00:00:00Z");
    }
  }
}
