package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables of document 003: made where there are none, and taken as they are where there are. */
class ClientTablesIT {
  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());

  @Test
  void records_and_skus_are_made_in_both_databases_and_the_rest_in_staging() {
    start();
    assertThat(tables(staging))
        .contains("client_data", "client_sku_cache")
        .contains("client_api_credentials", "client_api_sync_results");
    assertThat(tables(production))
        .contains("client_data", "client_sku_cache")
        .doesNotContain("client_api_credentials", "client_api_sync_results");
  }

  /** CR-17, CR-21. */
  @Test
  void the_columns_of_the_document_have_its_names_and_types() {
    start();
    assertThat(columns("client_api_credentials"))
        .containsAllEntriesOf(
            Map.of(
                "credential_id", "uuid",
                "client_id", "uuid",
                "platform_type", "text",
                "status", "text",
                "last_sync_at", "timestamp with time zone",
                "next_sync_at", "timestamp with time zone",
                "sync_frequency_hours", "integer",
                "error_message", "text"));
    assertThat(columns("client_api_sync_results"))
        .containsAllEntriesOf(
            Map.of(
                "client_id", "uuid",
                "credential_id", "uuid",
                "platform_type", "text",
                "records_fetched", "integer",
                "records_stored", "integer",
                "sync_duration_seconds", "double precision",
                "success", "boolean",
                "data_types_synced", "jsonb",
                "sync_triggered_by", "text"));
  }

  @Test
  void the_documents_rows_stay_and_mean_what_they_meant() throws IOException {
    staging.execute(
        new ClassPathResource("db/document-003.sql").getContentAsString(StandardCharsets.UTF_8));
    staging.update(
        "UPDATE client_api_credentials SET sync_frequency_hours = NULL WHERE platform_type = 'amazon'");
    for (int i = 0; i < 2; i++) {
      start();
      assertThat(
              staging.queryForList(
                  "SELECT status || ' ' || auth_mode || ' ' || coalesce(account, '?')"
                      + " FROM client_api_credentials ORDER BY credential_id",
                  String.class))
          .containsExactly("connected static_token ?", "error static_token ?", "pending lwa ?");
      assertThat(
              staging.queryForList(
                  "SELECT DISTINCT sync_frequency_hours FROM client_api_credentials",
                  Integer.class))
          .containsExactly(24);
      assertThat(
              staging.queryForObject(
                  "SELECT next_sync_at = '2026-01-02 03:04:05Z' FROM client_api_credentials WHERE next_sync_at IS NOT NULL",
                  Boolean.class))
          .as("a time without a zone was UTC")
          .isTrue();
      assertThat(
              staging.queryForList(
                  "SELECT records_stored FROM client_api_sync_results WHERE result_id IS NOT NULL AND run_id IS NULL",
                  Integer.class))
          .containsExactly(12);
      assertThat(
              staging.queryForObject(
                  "SELECT count(*) FROM client_00000000_0000_0000_0000_000000000001_data",
                  Integer.class))
          .isEqualTo(2);
    }
  }

  @Test
  void two_credentials_of_a_client_may_not_be_of_one_account() {
    start();
    String add =
        "INSERT INTO client_api_credentials (client_id, platform_type, auth_mode, account)"
            + " VALUES ('00000000-0000-0000-0000-000000000001', 'shopify', 'static_token', 'one.myshopify.com')"
            + " ON CONFLICT DO NOTHING";
    assertThat(staging.update(add)).isEqualTo(1);
    assertThat(staging.update(add)).isZero();
  }

  private void start() {
    new SpringApplicationBuilder(DatabaseConfiguration.class, DatabaseShapeIT.Time.class)
        .web(WebApplicationType.NONE)
        .run(
            pair.properties().entrySet().stream()
                .map(it -> "--" + it.getKey() + "=" + it.getValue())
                .toArray(String[]::new))
        .close();
  }

  private static List<String> tables(JdbcTemplate database) {
    return database.queryForList(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
        String.class);
  }

  private Map<String, String> columns(String table) {
    return staging.query(
        """
        SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
        WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
        """,
        (ResultSet row) -> {
          Map<String, String> columns = new LinkedHashMap<>();
          while (row.next()) {
            columns.put(row.getString(1), row.getString(2));
          }
          return columns;
        },
        table);
  }
}
