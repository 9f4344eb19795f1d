package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.SwitchedProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

class FailoverIT {
  private final Pair pair = Postgres.freshPair();

  @Test
  void one_session_that_cannot_write_has_the_whole_pool_opened_anew() throws Exception {
    JdbcTemplate admin = new JdbcTemplate(Postgres.source("postgres"));
    try (ConfigurableApplicationContext context = start(Postgres.port())) {
      HikariDataSource pool = context.getBean("production", HikariDataSource.class);
      admin.execute(
          "ALTER DATABASE " + pair.production() + " SET default_transaction_read_only = on");
      pool.getHikariPoolMXBean().softEvictConnections();
      fill(pool);
      admin.execute("ALTER DATABASE " + pair.production() + " RESET default_transaction_read_only");
      JdbcTemplate production = new JdbcTemplate(pool);
      assertThatThrownBy(() -> production.execute("CREATE TABLE written (who int)"))
          .hasMessageContaining("read-only");
      production.execute("CREATE TABLE written (who int)");
    }
  }

  @Test
  void writing_goes_on_at_the_server_that_has_taken_over() throws Exception {
    try (EmbeddedPostgres successor = EmbeddedPostgres.builder().start();
        SwitchedProxy proxy = new SwitchedProxy(Postgres.port());
        ConfigurableApplicationContext context = start(proxy.port())) {
      JdbcTemplate admin = new JdbcTemplate(Postgres.source("postgres"));
      JdbcTemplate there = new JdbcTemplate(successor.getPostgresDatabase());
      there.execute("CREATE DATABASE " + pair.production());
      HikariDataSource pool = context.getBean("production", HikariDataSource.class);
      JdbcTemplate production = new JdbcTemplate(pool);
      admin.execute(
          "ALTER DATABASE " + pair.production() + " SET default_transaction_read_only = on");
      pool.getHikariPoolMXBean().softEvictConnections();
      fill(pool);
      proxy.leadTo(successor.getPort());
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() -> production.execute("CREATE TABLE IF NOT EXISTS written (who int)"));
      assertThat(
              new JdbcTemplate(successor.getDatabase("postgres", pair.production()))
                  .queryForObject("SELECT count(*) FROM written", Integer.class))
          .isZero();
    }
  }

  @Test
  void a_session_that_the_server_ends_is_replaced() {
    try (ConfigurableApplicationContext context = start(Postgres.port())) {
      JdbcTemplate production =
          new JdbcTemplate(context.getBean("production", HikariDataSource.class));
      assertThatThrownBy(
              () -> production.queryForList("SELECT pg_terminate_backend(pg_backend_pid())"))
          .isNotNull();
      assertThat(production.queryForObject("SELECT 1", Integer.class)).isOne();
    }
  }

  /** Every connection of the pool is opened. */
  private static void fill(HikariDataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
      all.add(pool.getConnection());
    }
    for (Connection connection : all) {
      connection.close();
    }
  }

  private ConfigurableApplicationContext start(int production) {
    List<String> arguments = new ArrayList<>(List.of(pair.arguments()));
    arguments.removeIf(argument -> argument.startsWith("--DB_PROD_PORT="));
    arguments.add("--DB_PROD_PORT=" + production);
    return new SpringApplicationBuilder(DatabaseConfiguration.class, Time.class)
        .web(WebApplicationType.NONE)
        .run(arguments.toArray(String[]::new));
  }

  @Configuration(proxyBeanMethods = false)
  static class Time {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
