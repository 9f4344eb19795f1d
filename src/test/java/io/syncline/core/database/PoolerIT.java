package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.error.Finding;
import io.syncline.core.error.StartupRefused;
import io.syncline.support.Needs;
import io.syncline.support.PgBouncer;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The three databases behind a pooler, in each of its modes. */
@Needs("pgbouncer")
class PoolerIT {
  private final Pair pair = Postgres.freshPair();
  private final String yuhinkai = Postgres.freshDatabase("yuhinkai");

  @ParameterizedTest
  @ValueSource(strings = {"", PgBouncer.LENIENT})
  void behind_a_pooler_by_session_every_database_works_with_its_limits(String ignored) {
    try (PgBouncer pooler = PgBouncer.start("session", ignored);
        ConfigurableApplicationContext context =
            start(pooler.port(), "STAGING", "PROD", "YUHINKAI")) {
      for (HikariDataSource pool : context.getBeansOfType(HikariDataSource.class).values()) {
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        assertThat(show(jdbc, "statement_timeout")).isEqualTo("20s");
        assertThat(show(jdbc, "lock_timeout")).isEqualTo("5s");
        assertThat(show(jdbc, "idle_in_transaction_session_timeout")).isEqualTo("30s");
        assertThat(show(jdbc, "TimeZone")).isEqualTo("UTC");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STAGING, transaction, staging",
    "PROD, transaction, production",
    "STAGING, statement, staging",
    "PROD, statement, production"
  })
  void a_pooler_that_shares_sessions_is_refused_by_its_mode_and_the_setting(
      String group, String mode, String name) {
    try (PgBouncer pooler = PgBouncer.start(mode)) {
      assertThatThrownBy(() -> start(pooler.port(), group))
          .rootCause()
          .isInstanceOfSatisfying(
              StartupRefused.class,
              refused ->
                  assertThat(refused.sentences())
                      .contains(name, "pool_mode = " + mode, "pool_mode = session")
                      .contains("DB_" + group + "_PORT"));
      assertThat(diagnosis(pooler.port(), group, name)).contains("pool_mode = " + mode);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "statement"})
  void a_pooler_that_shares_in_turn_is_refused_by_its_mode_too(String mode) throws Exception {
    try (PgBouncer pooler = PgBouncer.start(mode, PgBouncer.LENIENT + "\nserver_round_robin = 1")) {
      twoServersAreOpen(client(pooler.port(), pair.staging()));
      assertThatThrownBy(() -> start(pooler.port(), "STAGING"))
          .rootCause()
          .hasMessageContaining("pool_mode = " + mode);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "transaction"})
  void yuhinkai_is_read_and_never_written_and_nobody_else_is_limited_by_it(String mode) {
    JdbcTemplate direct = new JdbcTemplate(Postgres.source(yuhinkai));
    direct.execute(
        "CREATE TABLE smith_entities AS SELECT 'M' || n AS smith_id FROM generate_series(1, 9) n");
    try (PgBouncer pooler = PgBouncer.start(mode);
        ConfigurableApplicationContext context = start(pooler.port(), "YUHINKAI")) {
      JdbcTemplate ours = new JdbcTemplate(context.getBean("yuhinkai", HikariDataSource.class));
      JdbcTemplate theirs = new JdbcTemplate(client(pooler.port(), yuhinkai));
      for (int turn = 0; turn < 12; turn++) {
        assertThat(
                ours.queryForList(
                    "SELECT smith_id FROM smith_entities WHERE smith_id <> ?", "M" + turn))
            .hasSizeGreaterThanOrEqualTo(8);
        assertThat(show(ours, "statement_timeout")).isEqualTo("20s");
        assertThatThrownBy(() -> ours.execute("DELETE FROM smith_entities"))
            .hasMessageContaining("read-only");
        assertThat(show(theirs, "statement_timeout")).isEqualTo("0");
        assertThat(theirs.update("UPDATE smith_entities SET smith_id = smith_id")).isEqualTo(9);
      }
    }
  }

  private ConfigurableApplicationContext start(int pooler, String... groups) {
    return new SpringApplicationBuilder(DatabaseConfiguration.class, Time.class)
        .web(WebApplicationType.NONE)
        .run(arguments(pooler, groups));
  }

  private String[] arguments(int pooler, String... groups) {
    List<String> arguments = new ArrayList<>(List.of(pair.arguments()));
    arguments.addAll(Postgres.arguments("DB_YUHINKAI_", yuhinkai));
    for (String group : groups) {
      String port = "--DB_" + group + "_PORT=";
      arguments.removeIf(argument -> argument.startsWith(port));
      arguments.add(port + pooler);
    }
    return arguments.toArray(String[]::new);
  }

  /** What doctor says of one database. */
  private String diagnosis(int pooler, String group, String name) {
    StandardEnvironment environment = new StandardEnvironment();
    var properties = new java.util.LinkedHashMap<String, Object>(pair.properties());
    properties.put("DB_" + group + "_PORT", pooler);
    environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
    org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor.applyTo(environment);
    return new DatabaseProbe(environment, Clock.systemUTC())
        .findings().stream()
            .filter(finding -> finding.what().equals(name))
            .map(Finding::action)
            .findFirst()
            .orElseThrow();
  }

  /** Two statements that wait at once need two server connections; both stay with the pooler. */
  private void twoServersAreOpen(DataSource pooler) throws Exception {
    try (Connection direct = pair.stagingSource().getConnection()) {
      JdbcTemplate gate = new JdbcTemplate(new SingleConnectionDataSource(direct, true));
      gate.execute("SELECT pg_advisory_lock(7)");
      Executor ownThread = task -> new Thread(task).start();
      Runnable wait =
          () -> new JdbcTemplate(pooler).execute("SELECT pg_advisory_xact_lock_shared(7)");
      CompletableFuture<Void> both =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(wait, ownThread),
              CompletableFuture.runAsync(wait, ownThread));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  gate.queryForObject(
                      "SELECT count(*) = 2 FROM pg_locks WHERE objid = 7 AND NOT granted",
                      Boolean.class));
      gate.execute("SELECT pg_advisory_unlock(7)");
      both.get();
    }
  }

  private static PGSimpleDataSource client(int port, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser("postgres");
    return source;
  }

  private static String show(JdbcTemplate jdbc, String setting) {
    return jdbc.queryForObject("SHOW " + setting, String.class);
  }

  @Configuration(proxyBeanMethods = false)
  static class Time {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
