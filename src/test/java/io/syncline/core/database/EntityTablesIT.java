package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import io.syncline.support.Postgres;
import io.syncline.support.Postgres.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables of document 001: made where there are none, and taken as they are where there are. */
class EntityTablesIT {
  private static final String CHANGES =
      """
      INSERT INTO field_lineage (entity_type, entity_id, field_name, source_type, sync_run_id, changed_by, batch_id)
      SELECT 'partners', '00000000-0000-0000-0000-000000000001', 'mrr', ?, ?::uuid, 'ann@example.com', gen_random_uuid()
      FROM generate_series(1, ?)
      """;

  private final Pair pair = Postgres.freshPair();
  private final JdbcTemplate staging = new JdbcTemplate(pair.stagingSource());
  private final JdbcTemplate production = new JdbcTemplate(pair.productionSource());

  /** SE-14. */
  @Test
  void entities_and_lineage_are_made_in_both_databases_and_the_rest_in_staging() {
    start();
    assertThat(tables(staging))
        .contains("partners", "staff", "asins", "field_lineage")
        .contains("data_sources", "tab_mappings", "column_mappings", "computed_fields")
        .contains("source_values", "field_conflicts", "feed_rows", "entity_keys", "entity_links");
    assertThat(tables(production))
        .contains("partners", "staff", "asins", "field_lineage")
        .doesNotContain("data_sources", "tab_mappings", "source_values", "entity_keys");
    assertThat(columns(production, "partners"))
        .containsEntry("brand_name", "text")
        .containsEntry("mrr", "numeric(12,2)")
        .containsEntry("margin", "numeric(6,4)")
        .containsEntry("health_score", "numeric")
        .containsEntry("last_call", "timestamp with time zone")
        .containsEntry("archived", "boolean");
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(indexes(database, "field_lineage"))
          .contains(
              "CREATE INDEX idx_lineage_entity ON public.field_lineage USING btree"
                  + " (entity_type, entity_id, field_name, changed_at DESC, id DESC)",
              "CREATE INDEX idx_lineage_source ON public.field_lineage USING btree (source_id)");
    }
  }

  /** SE-37: the document's columns, of which a figure that nobody gives is 0. */
  @Test
  void the_ledger_has_the_documents_columns_with_their_types_and_defaults() {
    start();
    assertThat(columns(staging, "sync_runs"))
        .containsEntry("id", "uuid")
        .containsEntry("data_source_id", "uuid")
        .containsEntry("tab_mapping_id", "uuid")
        .containsEntry("status", "text")
        .containsEntry("started_at", "timestamp with time zone")
        .containsEntry("completed_at", "timestamp with time zone")
        .containsEntry("rows_processed", "integer")
        .containsEntry("rows_created", "integer")
        .containsEntry("rows_updated", "integer")
        .containsEntry("rows_skipped", "integer")
        .containsEntry("errors", "jsonb")
        .containsEntry("triggered_by", "text")
        .containsEntry("created_at", "timestamp with time zone");
    assertThat(
            staging.queryForList(
                """
                SELECT column_name FROM information_schema.columns
                WHERE table_name = 'sync_runs' AND column_default = '0'
                """,
                String.class))
        .contains("rows_processed", "rows_created", "rows_updated", "rows_skipped");
  }

  /** SE-14. */
  @Test
  void the_documents_tables_keep_their_rows_columns_views_and_rights() throws IOException {
    documentTables(staging);
    documentTables(production);
    Map<String, Object> before = held();

    start();

    assertThat(held()).isEqualTo(before);
    for (JdbcTemplate database : List.of(staging, production)) {
      assertThat(columns(database, "partners"))
          .containsKeys("Account Manager", "tags", "yearly", "archived")
          .doesNotContainKeys("health_score");
      assertThat(columns(database, "field_lineage")).containsEntry("changed_by", "text");
      assertThat(
              database.queryForList(
                  "SELECT changed_by FROM \"Who Changed\" WHERE changed_by IS NOT NULL",
                  String.class))
          .containsExactly("00000000-0000-0000-0000-0000000000cc");
      assertThat(
              database.queryForObject(
                  "SELECT reloptions::text || relacl::text FROM pg_class WHERE relname = 'partner_history'",
                  String.class))
          .contains("security_barrier=true", "=r/postgres");
    }
    assertThat(columns(staging, "column_mappings")).containsEntry("position", "integer");
    assertThat(
            staging.queryForList(
                "SELECT source_column FROM column_mappings ORDER BY position", String.class))
        .containsExactly("Brand", "MRR", "Manager");
    assertThat(staging.queryForMap("SELECT mode, on_missing, header_row FROM tab_mappings"))
        .containsEntry("mode", "upsert")
        .containsEntry("on_missing", "keep")
        .containsEntry("header_row", 1);
    start();
    assertThat(held()).as("a second start finds nothing to do").isEqualTo(before);
  }

  /** SE-39, SE-43. */
  @Test
  void a_field_changes_once_in_a_run_and_as_often_as_somebody_edits_it() throws IOException {
    documentTables(staging);
    start();
    for (JdbcTemplate database : List.of(staging, production)) {
      UUID run = UUID.randomUUID();
      database.update(CHANGES, "google_sheet", run, 1);
      assertThatThrownBy(() -> database.update(CHANGES, "google_sheet", run, 1))
          .isInstanceOf(DuplicateKeyException.class);
      // in one moment, which the document's key refused
      assertThat(database.update(CHANGES, "app", null, 2)).isEqualTo(2);
      assertThatThrownBy(() -> database.update(CHANGES, "fax", UUID.randomUUID(), 1))
          .isInstanceOf(DataIntegrityViolationException.class);
    }
  }

  @Test
  void lineage_is_read_while_its_indexes_are_built() throws IOException {
    documentTables(staging);
    staging.execute("CREATE TABLE noted (is_locked boolean)");
    staging.execute(
        """
        CREATE FUNCTION note_lock() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO noted SELECT EXISTS (
                SELECT FROM pg_locks
                WHERE pid = pg_backend_pid() AND relation = 'field_lineage'::regclass AND mode = 'AccessExclusiveLock');
        END $$""");
    staging.execute(
        "CREATE EVENT TRIGGER note_lock ON ddl_command_start WHEN TAG IN ('CREATE INDEX')"
            + " EXECUTE FUNCTION note_lock()");
    start();
    assertThat(staging.queryForList("SELECT DISTINCT is_locked FROM noted", Boolean.class))
        .containsExactly(false);
  }

  @Test
  void what_was_written_before_us_costs_no_index_of_our_own() throws IOException {
    documentTables(staging);
    UUID run = UUID.randomUUID();
    staging.update(
        "INSERT INTO field_lineage (entity_type, entity_id, field_name, source_type, sync_run_id, changed_at)"
            + " SELECT 'partners', ?, 'mrr', 'app', ?, now() - n * interval '1 hour' FROM generate_series(1, 2) n",
        UUID.randomUUID(),
        run);
    start();
    assertThat(
            staging.queryForList(
                "SELECT pg_get_expr(indpred, indrelid) FROM pg_index"
                    + " WHERE indexrelid IN ('field_lineage_once_a_run'::regclass, 'field_lineage_of_batch'::regclass)"
                    + " ORDER BY 1",
                String.class))
        .containsExactly(
            "((sync_run_id IS NOT NULL) AND (batch_id IS NOT NULL))", "(batch_id IS NOT NULL)");
  }

  @Test
  void what_no_migration_can_mend_is_refused_by_name() {
    staging.execute("CREATE TABLE partners (id bigint PRIMARY KEY, brand_name text)");
    staging.execute("CREATE TABLE staff (id uuid, full_name text)");
    staging.execute("CREATE TABLE tab_mappings (id uuid PRIMARY KEY, sheet_id text)");
    staging.execute(
        "CREATE TABLE computed_fields AS SELECT 'partners' AS entity_type, 'mrr' AS field_name FROM generate_series(1, 2)");
    production.execute("CREATE VIEW asins AS SELECT gen_random_uuid() AS id, false AS archived");
    assertThat(refusal())
        .containsExactlyInAnyOrder(
            "staging: public.partners has the column id of type bigint, and uuid is needed.",
            "staging: public.staff has no unique key (id).",
            "staging: public.tab_mappings has the column sheet_id of type text, and integer is needed.",
            "staging: public.computed_fields has several rows of one (entity_type, field_name), where a unique key is to be.",
            "production: public.asins is a view, and a table is needed.");
    assertThat(tables(staging)).doesNotContain("sync_runs");
  }

  @Test
  void somebody_elses_tables_are_used_as_they_are_where_they_lack_nothing() {
    String user = "user_" + UUID.randomUUID().toString().substring(0, 8);
    staging.execute("CREATE ROLE " + user + " LOGIN");
    for (JdbcTemplate database : List.of(staging, production)) {
      database.execute("GRANT CREATE ON SCHEMA public TO " + user);
      database.execute(
          "CREATE TABLE partners (id uuid PRIMARY KEY, name text NOT NULL, archived boolean)");
      database.execute("GRANT SELECT, INSERT, UPDATE ON partners TO " + user);
    }
    start("--DB_STAGING_USER=" + user, "--DB_PROD_USER=" + user);
    assertThat(columns(production, "partners")).containsOnlyKeys("id", "name", "archived");
    assertThat(tables(production)).contains("staff", "field_lineage");

    production.execute("REVOKE INSERT ON partners FROM " + user);
    assertThat(refusal("--DB_STAGING_USER=" + user, "--DB_PROD_USER=" + user))
        .containsExactly("production: public.partners does not let DB_PROD_USER INSERT.");
  }

  /** All rows of the document's tables by the columns they came with, and who changed what. */
  private Map<String, Object> held() {
    Map<String, Object> held = new LinkedHashMap<>();
    for (JdbcTemplate database : List.of(staging, production)) {
      String name = database == staging ? "staging " : "production ";
      for (String query :
          List.of(
              "SELECT id, name, type, connector_config::text, owner_note FROM data_sources",
              "SELECT id, tab_name, status FROM tab_mappings",
              "SELECT id, source_column, target_field, is_key, authority FROM column_mappings ORDER BY 1",
              "SELECT id, formula FROM computed_fields",
              "SELECT id, brand_name, tags::text, mrr, yearly FROM partners ORDER BY 1",
              "SELECT id, sync_run_id, changed_by::text, changed_at FROM field_lineage ORDER BY 1",
              "SELECT id, data_source_id, tab_mapping_id, status FROM sync_runs",
              "SELECT changed_by::text, changes FROM \"Who Changed\" ORDER BY 2",
              "SELECT count(*) FROM prices")) {
        held.put(name + query, database.queryForList(query));
      }
    }
    return held;
  }

  private static void documentTables(JdbcTemplate database) throws IOException {
    database.execute(
        new ClassPathResource("db/document-001-whole.sql")
            .getContentAsString(StandardCharsets.UTF_8));
  }

  private List<String> refusal(String... more) {
    Throwable thrown = catchThrowableOfType(RuntimeException.class, () -> start(more));
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartupRefused refused) {
        return refused.problems().stream().map(StartupProblem::what).toList();
      }
    }
    throw new AssertionError("the start was not refused", thrown);
  }

  private void start(String... more) {
    Map<String, String> arguments = new LinkedHashMap<>();
    pair.properties().forEach((name, value) -> arguments.put("--" + name, "" + value));
    for (String argument : more) {
      arguments.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
    }
    new SpringApplicationBuilder(DatabaseConfiguration.class, DatabaseShapeIT.Time.class)
        .web(WebApplicationType.NONE)
        .run(
            arguments.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .toArray(String[]::new))
        .close();
  }

  private static List<String> tables(JdbcTemplate database) {
    return database.queryForList(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
        String.class);
  }

  private static List<String> indexes(JdbcTemplate database, String table) {
    return database.queryForList(
        "SELECT indexdef FROM pg_indexes WHERE tablename = ?", String.class, table);
  }

  private static Map<String, String> columns(JdbcTemplate database, String table) {
    Map<String, String> columns = new LinkedHashMap<>();
    database.query(
        """
        SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
        WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
        """,
        row -> {
          columns.put(row.getString(1), row.getString(2));
        },
        table);
    return columns;
  }
}
