package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** A start on databases as people have them, with a user that owns what the test says. */
class DatabaseShapeIT {
  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());
  private final String user = "user_" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void aUserWhoMayCreateTables() {
    staging.execute("CREATE ROLE " + user + " LOGIN");
    both("GRANT CREATE ON SCHEMA public TO " + user);
  }

  @Test
  void beside_a_schema_that_is_first_in_the_search_path_the_shops_own_tables_are_used() {
    both("CREATE SCHEMA " + user + " AUTHORIZATION " + user);
    documentsTables();

    start().close();

    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(tables(database, user)).isEmpty();
      assertThat(tables(database, "public"))
          .contains(
              "listings", "master_market_data", "master_market_latest", "sync_flyway_destination");
    }
    assertThat(tables(staging, "public")).contains("sync_runs", "qrtz_triggers", "dev_az_product");
    assertThat(tables(production, "public")).contains("sync_applied");
  }

  @Test
  void an_installation_in_a_schema_of_its_own_goes_on_there() {
    both("CREATE SCHEMA " + user + " AUTHORIZATION " + user);
    start().close();
    assertThat(tables(staging, "public")).isEmpty();
    both("CREATE TABLE public.listings (id int)");

    start().close();

    assertThat(tables(staging, user)).contains("sync_runs", "listings", "qrtz_triggers");
    assertThat(tables(staging, "public")).containsExactly("listings");
  }

  @Test
  void an_empty_copy_that_hides_the_shops_table_is_refused_by_name() {
    both("CREATE SCHEMA " + user + " AUTHORIZATION " + user);
    start().close();
    production.execute("CREATE TABLE public.listings AS SELECT 1 AS id");
    production.execute("GRANT SELECT ON public.listings TO " + user);

    assertThat(refusal())
        .containsExactly(
            "production: %1$s.listings is empty and hides public.listings, which has rows, in the search path."
                .formatted(user));
  }

  @Test
  void tables_where_the_search_path_does_not_look_are_refused_by_name() {
    both("CREATE SCHEMA shop AUTHORIZATION " + user);
    both("CREATE TABLE shop.listings (id int, artisan_id text)");
    both("ALTER TABLE shop.listings OWNER TO " + user);

    assertThat(refusal())
        .containsExactly(
            "staging: shop.listings is not in the search path, so that an empty listings would be used beside it.",
            "production: shop.listings is not in the search path, so that an empty listings would be used beside it.");
    assertThat(tables(staging, "public")).as("nothing was made").isEmpty();

    staging.execute("ALTER ROLE %s SET search_path = shop".formatted(user));
    start().close();
    assertThat(tables(staging, "shop")).contains("listings", "sync_runs");
  }

  @Test
  void tables_in_several_schemas_are_refused_by_name() {
    staging.execute("CREATE SCHEMA shop AUTHORIZATION " + user);
    staging.execute("ALTER ROLE %s SET search_path = public, shop".formatted(user));
    staging.execute("CREATE TABLE shop.listings (id int)");
    staging.execute("CREATE TABLE public.dev_az_product (asin text, product_visibility bool)");

    assertThat(refusal())
        .anySatisfy(
            what ->
                assertThat(what)
                    .contains("in several schemas: public.dev_az_product, shop.listings"));
  }

  @Test
  void a_search_path_without_a_schema_is_refused() {
    staging.execute("ALTER ROLE %s SET search_path = nowhere".formatted(user));
    assertThat(refusal())
        .contains("staging: no schema of the search path (nowhere) is there for DB_STAGING_USER.");
  }

  @Test
  void all_that_differs_is_told_at_once_of_both_databases_before_anything_is_changed() {
    documentsTables();
    staging.execute(
        "ALTER TABLE dev_az_jungle_scout_sales_estimate_data DROP COLUMN last_known_price");
    staging.execute("ALTER TABLE dev_az_jungle_scout_product_data ALTER COLUMN price TYPE int");
    staging.execute("CREATE VIEW master_market_latest AS SELECT 1 AS one");
    staging.execute(
        "CREATE TABLE reviews (asin text REFERENCES dev_az_jungle_scout_sync_status (asin))");
    production.execute(
        "ALTER TABLE prod_az_jungle_scout_sales_estimate_data DROP CONSTRAINT prod_az_jungle_scout_sales_estimate_data_pkey");
    production.execute(
        "ALTER TABLE prod_az_jungle_scout_product_data ADD COLUMN shop int NOT NULL");
    production.execute(
        """
        CREATE TABLE master_market_data (sku text, currency_code text, snapshot_at timestamptz, stockx_variant_id text);
        INSERT INTO master_market_data SELECT 'A', 'USD', 'epoch', 'v' FROM generate_series(1, 2);
        ALTER TABLE master_market_data OWNER TO %s"""
            .formatted(user));
    production.execute("ALTER TABLE listings RENAME TO all_listings");
    production.execute("CREATE VIEW listings AS TABLE all_listings");

    List<String> refusal = refusal();
    assertThat(refusal)
        .containsExactlyInAnyOrder(
            "staging: public.dev_az_jungle_scout_sales_estimate_data has no column last_known_price.",
            "staging: public.dev_az_jungle_scout_product_data has the column price of type integer, and numeric is needed.",
            "staging: public.dev_az_jungle_scout_sync_status has a primary key that [reviews_asin_fkey of reviews] refers to; it becomes (asin, marketplace).",
            "staging: public.master_market_latest is a view, and a materialized view is needed.",
            "production: public.prod_az_jungle_scout_sales_estimate_data has no unique key (asin, marketplace, date).",
            "production: public.prod_az_jungle_scout_product_data requires a value of shop, which nothing writes.",
            "production: public.master_market_data has several rows of one (stockx_variant_id, currency_code, snapshot_at), where a unique key is to be.",
            "production: public.listings is a view, and a table is needed.");
    assertThat(ServiceProcess.command(properties(), "doctor").text())
        .as("doctor says the same before a start")
        .contains(refusal);
    assertThat(tables(staging, "public")).doesNotContain("sync_runs", "sync_flyway_control");
  }

  @Test
  void production_alone_is_refused_too() {
    documentsTables();
    production.execute("ALTER TABLE listings ALTER COLUMN artisan_id TYPE int USING 1");
    assertThat(refusal())
        .containsExactly(
            "production: public.listings has the column artisan_id of type integer, and text is needed.");
  }

  @Test
  void a_table_that_has_nothing_of_its_key_is_refused_by_name() {
    documentsTables();
    production.execute("DROP TABLE prod_az_jungle_scout_product_data");
    production.execute("CREATE TABLE prod_az_jungle_scout_product_data (note text)");
    production.execute("ALTER TABLE prod_az_jungle_scout_product_data OWNER TO " + user);
    assertThat(refusal())
        .contains("production: public.prod_az_jungle_scout_product_data has no column asin.");
  }

  @Test
  void a_table_is_described_whole_while_another_instance_puts_a_new_one_in_its_place()
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    String anew =
        """
        BEGIN;
        DROP TABLE IF EXISTS replaced;
        CREATE TABLE replaced (id int PRIMARY KEY, note text);
        COMMIT""";
    staging.execute(anew);
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                staging.execute(anew);
              }
            });
    try (Connection connection = pair.stagingSource().getConnection()) {
      Catalogue catalogue = new Catalogue(connection);
      for (int i = 0; i < 500; i++) {
        assertThat(catalogue.find("replaced"))
            .hasValueSatisfying(
                there -> {
                  assertThat(there.columns()).containsOnlyKeys("id", "note");
                  assertThat(there.keys()).containsExactly(Set.of("id"));
                });
      }
    } finally {
      over.set(true);
      other.get();
    }
  }

  @Test
  void what_differs_later_is_refused_at_the_next_start() {
    start().close();
    staging.execute("ALTER TABLE listings DROP COLUMN artisan_elite_factor");
    production.execute("DROP INDEX master_market_data_snapshot CASCADE");
    assertThat(refusal())
        .containsExactly(
            "staging: public.listings has no column artisan_elite_factor.",
            "production: public.master_market_data has no unique key (stockx_variant_id, currency_code, snapshot_at).");
  }

  @Test
  void a_table_of_our_own_that_lacks_a_column_is_refused_by_name() {
    start().close();
    staging.execute("ALTER TABLE sync_runs RENAME COLUMN failure TO reason");
    staging.execute("ALTER TABLE run_batches DROP COLUMN marks");
    staging.execute("DROP TABLE sync_run_slots");
    production.execute("ALTER TABLE sync_fence DROP COLUMN updated_at");
    assertThat(refusal())
        .containsExactly(
            "staging: run_batches has no column marks.",
            "staging: sync_runs has no column failure.",
            "staging: there is no sync_run_slots.",
            "production: sync_fence has no column updated_at.");
  }

  @Test
  void a_table_of_our_own_whose_types_or_keys_were_changed_is_refused_by_name() {
    start().close();
    staging.execute("ALTER TABLE run_leases DROP CONSTRAINT run_leases_pkey");
    staging.execute("ALTER TABLE run_batches ALTER COLUMN marks TYPE json USING marks::json");
    staging.execute("ALTER TABLE run_leases ALTER COLUMN expires_at TYPE timestamp");
    staging.execute("ALTER TABLE sync_runs ALTER COLUMN warning_count TYPE text");
    staging.execute("ALTER TABLE sync_runs ALTER COLUMN pipeline TYPE varchar(40)");
    staging.execute("ALTER TABLE sync_runs ALTER COLUMN rows_failed TYPE bigint");
    production.execute("ALTER TABLE sync_applied ALTER COLUMN batch_id TYPE text");
    assertThat(refusal())
        .containsExactly(
            "staging: run_batches has the column marks of type json, and jsonb is needed.",
            "staging: run_leases has no unique key (scope).",
            "staging: run_leases has the column expires_at of type timestamp without time zone, and timestamp with time zone is needed.",
            "staging: sync_runs has the column warning_count of type text, and integer is needed.",
            "production: sync_applied has the column batch_id of type text, and uuid is needed.");
  }

  @Test
  void an_older_ledger_that_lacks_what_no_migration_adds_is_refused_by_name() {
    staging.execute(
        "CREATE TABLE sync_runs (id uuid PRIMARY KEY, data_source_id uuid, tab_mapping_id uuid,"
            + " status text NOT NULL, started_at timestamptz, completed_at timestamptz)");
    staging.execute("ALTER TABLE sync_runs OWNER TO " + user);
    assertThat(refusal())
        .contains("staging: sync_runs has no column rows_processed.")
        .allMatch(what -> what.startsWith("staging: sync_runs has no column "));
  }

  /** SE-37. */
  @Test
  void what_is_compared_of_our_own_tables_is_what_the_migrations_make() {
    start().close();
    assertThat(ownShape(staging)).isEqualTo(shapeText("staging"));
    assertThat(ownShape(production)).isEqualTo(shapeText("production"));
  }

  @Test
  void a_key_that_was_migrated_may_be_referred_to() {
    start().close();
    staging.execute(
        """
        CREATE TABLE notes (asin varchar(20), marketplace varchar(10),
            FOREIGN KEY (asin, marketplace) REFERENCES dev_az_jungle_scout_sync_status)""");
    start().close();
  }

  @Test
  void somebody_elses_listings_are_accepted_where_nothing_is_to_be_altered() {
    both(
        "CREATE TABLE listings (id text PRIMARY KEY, artisan_id text, artisan_elite_factor float8)");
    both("GRANT SELECT, UPDATE ON listings TO " + user);

    start().close();
    start().close();

    assertThat(tables(production, "public")).contains("master_market_data", "sync_applied");
  }

  @Test
  void a_right_that_is_missing_and_a_column_that_only_the_owner_may_add_are_told() {
    both("CREATE TABLE listings (id text PRIMARY KEY, artisan_id text)");
    both("GRANT SELECT ON listings TO " + user);
    assertThat(refusal())
        .contains(
            "staging: public.listings has no column artisan_elite_factor, and DB_STAGING_USER does not own the table to add it.",
            "production: public.listings does not let DB_PROD_USER UPDATE.");
  }

  @Test
  void the_products_may_be_a_view() {
    staging.execute(
        "CREATE VIEW dev_az_product AS SELECT 'B000000001'::char(10) AS asin, true AS product_visibility");
    staging.execute("GRANT SELECT ON dev_az_product TO " + user);
    start().close();
  }

  @Test
  void tables_whose_rows_a_policy_may_hide_are_refused_by_name() {
    start().close();
    Postgres.execute(
        pair.stagingSource(),
        "ALTER TABLE dev_az_product OWNER TO postgres; GRANT SELECT ON dev_az_product TO %s; ALTER TABLE dev_az_product ENABLE ROW LEVEL SECURITY"
            .formatted(user));
    production.execute("ALTER TABLE listings ENABLE ROW LEVEL SECURITY");
    production.execute("ALTER TABLE listings FORCE ROW LEVEL SECURITY");
    production.execute("ALTER TABLE sync_fence ENABLE ROW LEVEL SECURITY");
    production.execute("ALTER TABLE sync_fence FORCE ROW LEVEL SECURITY");
    assertThat(refusal())
        .containsExactly(
            "staging: public.dev_az_product has row level security that may hide rows from DB_STAGING_USER.",
            "production: public.listings has row level security that may hide rows from DB_PROD_USER.",
            "production: public.sync_fence has row level security that may hide rows from DB_PROD_USER.");

    String open = "CREATE POLICY open ON %s TO " + user + " USING (true)";
    staging.execute(open.formatted("dev_az_product"));
    production.execute(open.formatted("listings"));
    production.execute(open.formatted("sync_fence"));
    start().close();
  }

  private void documentsTables() {
    for (Map.Entry<JdbcTemplate, String> database :
        Map.of(staging, "dev_az_", production, "prod_az_").entrySet()) {
      database.getKey().execute(script("document-004", database.getValue()));
      database
          .getKey()
          .execute("CREATE TABLE listings (id text PRIMARY KEY, title text, artisan_id text)");
      for (String table : tables(database.getKey(), "public")) {
        database.getKey().execute("ALTER TABLE public." + table + " OWNER TO " + user);
      }
    }
  }

  private void both(String sql) {
    staging.execute(sql);
    production.execute(sql);
  }

  private List<String> refusal() {
    Throwable thrown = catchThrowable(() -> start().close());
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartupRefused refused) {
        assertThat(refused.problems()).extracting(StartupProblem::action).doesNotContain("");
        return refused.problems().stream().map(StartupProblem::what).toList();
      }
    }
    throw new AssertionError("the start was not refused", thrown);
  }

  private ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(DatabaseConfiguration.class, Time.class)
        .web(WebApplicationType.NONE)
        .run(
            properties().entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new));
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = pair.properties();
    properties.put("DB_STAGING_USER", user);
    properties.put("DB_PROD_USER", user);
    return properties;
  }

  private static List<String> tables(JdbcTemplate database, String schema) {
    return database.queryForList(
        "SELECT relname FROM pg_class WHERE relnamespace = ?::regnamespace AND relkind IN ('r', 'p', 'm') ORDER BY 1",
        String.class,
        schema);
  }

  private static String ownShape(JdbcTemplate database) {
    Set<String> tables =
        Set.copyOf(
            database.queryForList(
                """
                SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                  AND relname ~ '^(sync|run)_' AND relname !~ '^sync_flyway_'""",
                String.class));
    return database.execute(
        (ConnectionCallback<String>)
            connection -> String.join("\n", OwnTables.found(connection, tables)));
  }

  private static String shapeText(String database) {
    return String.join("\n", OwnTables.needed(database));
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
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
