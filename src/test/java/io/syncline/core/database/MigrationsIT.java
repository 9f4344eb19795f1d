package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.StartupRefused;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The real migrations on servers that are slow, and under prefixes that change. */
class MigrationsIT {
  private static final String[] SHORT = {
    "--syncline.database.timeouts.idle-in-transaction=1s",
    "--syncline.database.timeouts.statement=1s",
    "--syncline.database.timeouts.socket=1s"
  };

  /** Done at the end of each CREATE TABLE. */
  private static final String AT_EACH_TABLE =
      """
      CREATE FUNCTION at_each_table() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN
          PERFORM %s;
      END $$;
      CREATE EVENT TRIGGER at_each_table ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
      EXECUTE FUNCTION at_each_table();
      """;

  private static final String[] OTHER_PREFIX = {
    "--DB_STAGING_TABLE_PREFIX=new_", "--DB_PROD_TABLE_PREFIX=new_"
  };

  private static final String PATIENT = "--syncline.database.migration.lock-timeout=10m";

  private static final Pattern TABLE = Pattern.compile("`([^`]+)`");

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());

  @Test
  void a_migration_longer_than_every_limit_of_a_run_succeeds_on_both_databases() {
    staging.execute(AT_EACH_TABLE.formatted("pg_sleep(1.2)"));
    production.execute(AT_EACH_TABLE.formatted("pg_sleep(1.2)"));

    try (ConfigurableApplicationContext context = start(SHORT)) {
      assertThat(context.getBean(ProductionSchema.class).ready()).isTrue();
    }

    assertThat(tables(staging)).contains("dev_az_jungle_scout_product_data", "qrtz_triggers");
    assertThat(tables(production)).contains("prod_az_jungle_scout_product_data", "sync_applied");
  }

  @Test
  void an_instance_waits_for_another_one_that_migrates_as_long_as_it_is_told() throws Exception {
    staging.execute(AT_EACH_TABLE.formatted("pg_advisory_xact_lock_shared(42)"));
    try (Connection gate = pair.stagingSource().getConnection();
        Statement statement = gate.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(42)");
      CompletableFuture<Void> first = CompletableFuture.runAsync(() -> start(PATIENT).close());
      Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> waitsAtTheGate(statement));

      assertThatThrownBy(() -> start("--syncline.database.migration.other-instance=1s"))
          .rootCause()
          .isInstanceOfSatisfying(
              StartupRefused.class,
              refused ->
                  assertThat(refused.sentences())
                      .isEqualTo(
                          "Another instance has been migrating staging for longer than 1 s. Wait for its end and start again, or raise syncline.database.migration.other-instance."));

      CompletableFuture<Void> second = CompletableFuture.runAsync(() -> start(PATIENT).close());
      statement.execute("SELECT pg_advisory_unlock(42)");
      CompletableFuture.allOf(first, second).get();
    }
    assertThat(tables(staging)).contains("sync_runs", "dev_az_jungle_scout_product_data");
  }

  @Test
  void an_instance_takes_a_history_that_another_one_began_between_two_looks_at_it() {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new MapPropertySource("test", pair.properties()));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    DatabaseCheck check =
        DatabaseCheck.of(Places.configured(environment).production(), environment);
    AtomicInteger looks = new AtomicInteger();
    DataSource looking =
        beforeLookingIntoTheSchema(
            pair.productionSource(),
            () -> {
              if (looks.incrementAndGet() == 2) { // the first one is not the migration's
                migrate(pair.productionSource(), check);
              }
            });

    migrate(looking, check);

    assertThat(looks).as("the other one came between").hasValueGreaterThan(1);
    assertThat(tables(production)).contains("listings", "sync_applied", "sync_fence");
  }

  private static void migrate(DataSource source, DatabaseCheck check) {
    new Migrations(source, check, 0, Duration.ofSeconds(10))
        .apply("destination", "prefixed_destination", "production");
  }

  /** Flyway asks whether the schema is empty when it has seen that there is no history yet. */
  private static DataSource beforeLookingIntoTheSchema(DataSource source, Runnable meanwhile) {
    return new DelegatingDataSource(source) {
      @Override
      public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection)
            Proxy.newProxyInstance(
                MigrationsIT.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("prepareStatement")
                      && arguments[0]
                          .toString()
                          .contains("SELECT c.oid FROM pg_catalog.pg_class")) {
                    meanwhile.run();
                  }
                  try {
                    return method.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }
    };
  }

  @Test
  void a_changed_prefix_gets_its_tables_at_the_next_start_and_so_does_the_one_before() {
    start().close();
    staging.update("INSERT INTO listings (title) VALUES ('kept')");

    start(OTHER_PREFIX).close();

    assertThat(tables(staging))
        .contains("new_product", "new_jungle_scout_sync_status", "new_jungle_scout_product_data");
    assertThat(tables(production))
        .contains("new_jungle_scout_product_data", "new_jungle_scout_sales_estimate_data")
        .doesNotContain("new_jungle_scout_sync_status");
    assertThat(staging.queryForList("SELECT title FROM listings", String.class))
        .containsExactly("kept");
    start().close();
    assertThat(tables(staging)).contains("dev_az_product", "new_product");
  }

  @Test
  void a_history_of_an_earlier_version_counts_for_the_prefix_it_was_made_with() {
    start().close();
    asAnEarlierVersionLeftIt(staging, "control", "dev_az_");
    asAnEarlierVersionLeftIt(staging, "destination", "dev_az_");
    asAnEarlierVersionLeftIt(production, "destination", "prod_az_");
    String key = "SELECT oid FROM pg_class WHERE relname = 'dev_az_jungle_scout_product_data_pkey'";
    Long before = staging.queryForObject(key, Long.class);

    start().close();
    assertThat(staging.queryForObject(key, Long.class))
        .as("nothing was made again")
        .isEqualTo(before);

    start(OTHER_PREFIX).close();
    assertThat(tables(staging)).contains("new_jungle_scout_product_data");
  }

  @Test
  void a_start_that_waits_for_a_table_in_vain_names_who_holds_it() throws Exception {
    staging.execute("CREATE TABLE listings (id bigint PRIMARY KEY, artisan_id text)");
    try (Connection holder = pair.stagingSource().getConnection();
        Statement statement = holder.createStatement()) {
      statement.execute("SET application_name = 'reporting'");
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE listings IN ACCESS SHARE MODE");
      int session = holder.unwrap(PGConnection.class).getBackendPID();

      assertThatThrownBy(() -> start("--syncline.database.migration.lock-timeout=1s"))
          .rootCause()
          .isInstanceOfSatisfying(
              StartupRefused.class,
              refused ->
                  assertThat(refused.sentences())
                      .isEqualTo(
                          "listings of staging is locked by session %1$s (reporting, user postgres, idle in transaction). End its transaction, or SELECT pg_terminate_backend(%1$s), and start again."
                              .formatted(session)));
      holder.rollback();
    }
    start().close();
    assertThat(tables(staging)).contains("listings", "sync_runs");
  }

  @Test
  void only_the_folders_of_prefixed_tables_name_the_prefix() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/db/migration"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file).contains("${prefix}"))
            .as(file.toString())
            .isEqualTo(file.getParent().getFileName().toString().startsWith("prefixed_"));
      }
    }
  }

  private static void asAnEarlierVersionLeftIt(JdbcTemplate database, String folder, String it) {
    String history = "sync_flyway_" + folder;
    database.execute(
        """
        INSERT INTO %1$s
        SELECT installed_rank + 900, version, description, type, script, checksum, installed_by,
               installed_on, execution_time, success
        FROM %1$s_of_%2$s WHERE version <> '0'
        """
            .formatted(history, it));
    database.execute("DROP TABLE " + history + "_of_" + it);
  }

  private static boolean waitsAtTheGate(Statement statement) throws SQLException {
    return statement
        .executeQuery(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted")
        .next();
  }

  @Test
  void the_page_of_tables_tells_of_each_one_in_which_database_it_is() throws IOException {
    start().close();
    Set<String> both = relations(staging, "dev_az_");
    Set<String> ofProduction = relations(production, "prod_az_");
    Set<String> ofStaging = new TreeSet<>(both);
    ofStaging.removeAll(ofProduction);
    both.retainAll(ofProduction);
    ofProduction.removeAll(both);

    assertThat(onPage("## In both databases")).isEqualTo(both);
    assertThat(onPage("## In staging")).isEqualTo(ofStaging);
    assertThat(onPage("## In production alone")).isEqualTo(ofProduction);
  }

  private static Set<String> relations(JdbcTemplate database, String prefix) {
    return database
        .queryForList(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                + " AND relkind IN ('r', 'p', 'm') AND NOT relispartition"
                + " AND relname NOT LIKE 'sync\\_flyway\\_%'",
            String.class)
        .stream()
        .map(name -> name.startsWith(prefix) ? "{prefix}" + name.substring(prefix.length()) : name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> onPage(String heading) throws IOException {
    Set<String> names = new TreeSet<>();
    boolean isThere = false;
    for (String line : Files.readAllLines(Path.of("docs/tables.md"))) {
      isThere = line.startsWith("## ") ? line.startsWith(heading) : isThere;
      if (isThere && line.startsWith("| `")) {
        TABLE
            .matcher(line.split("\\|")[1])
            .results()
            .map(found -> found.group(1))
            .filter(name -> !name.contains("{id}"))
            .forEach(names::add);
      }
    }
    return names;
  }

  private ConfigurableApplicationContext start(String... more) {
    Map<String, Object> properties = pair.properties();
    for (String argument : more) {
      String[] named = argument.substring(2).split("=");
      properties.put(named[0], named[1]);
    }
    return new SpringApplicationBuilder(DatabaseConfiguration.class, Time.class)
        .web(WebApplicationType.NONE)
        .run(
            properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new));
  }

  private static List<String> tables(JdbcTemplate database) {
    return database.queryForList(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'", String.class);
  }

  @Configuration(proxyBeanMethods = false)
  static class Time {

    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
