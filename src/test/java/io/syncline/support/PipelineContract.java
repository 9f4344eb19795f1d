package io.syncline.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every pipeline keeps, whatever it moves (promises#what-every-pipeline-keeps). */
public interface PipelineContract {

  SandboxService service();

  String word();

  /** The documents' tables that both databases have, without prefix. */
  List<String> tables();

  /** What stands before a table's name in staging. */
  default String stagingPrefix() {
    return "dev_az_";
  }

  /** What stands before a table's name in production. */
  default String productionPrefix() {
    return "prod_az_";
  }

  /** What of a row {@code t} is the pipeline's, as text. */
  default String written() {
    return "t::text";
  }

  /** Takes away what the pipeline wrote to a table. */
  default String forget(String table) {
    return "DELETE FROM " + table;
  }

  /**
   * A run's parameters, as JSON members, that make it read what it has read before; mostly none.
   */
  default String again() {
    return "";
  }

  @Test
  default void a_run_is_opened_and_closed_once() {
    SandboxService.Answer answer = run("{" + again() + "}");
    assertThat(answer.status()).isEqualTo(200);
    Map<String, Object> row =
        service()
            .staging()
            .sql("SELECT * FROM sync_runs WHERE id = ?::uuid")
            .param(answer.body().path(idMember()).asText())
            .query()
            .singleRow();
    assertThat(row.get("status")).isEqualTo("completed");
    assertThat(row.get("completed_at")).isNotNull();
    assertThat(count("SELECT count(*) FROM run_leases WHERE expires_at > clock_timestamp()"))
        .isZero();
  }

  @Test
  default void a_second_run_writes_nothing_new() {
    run("{" + again() + "}");
    List<String> before = contents();
    SandboxService.Answer second = run("{" + again() + "}");
    assertThat(second.body().path("stats").path("rows_processed").asInt())
        .as("%s", second.body())
        .isPositive();
    assertThat(second.body().path("stats").path("rows_created").asInt()).isZero();
    assertThat(second.body().path("stats").path("rows_updated").asInt()).isZero();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  default void a_dry_run_writes_nothing() {
    for (String table : tables()) {
      service().staging().sql(forget(stagingPrefix() + table)).update();
      service().production().sql(forget(productionPrefix() + table)).update();
    }
    List<String> before = contents();
    SandboxService.Answer answer =
        run("{\"dry_run\": true" + (again().isEmpty() ? "" : ", ") + again() + "}");
    JsonNode stats = answer.body().path("stats");
    assertThat(stats.path("rows_created").asInt() + stats.path("rows_updated").asInt())
        .isPositive();
    assertThat(contents()).isEqualTo(before);
    run("{" + again() + "}");
  }

  @Test
  default void both_databases_hold_equal_rows_after_a_run() {
    run("{" + again() + "}");
    List<String> contents = contents();
    assertThat(contents).hasSize(tables().size() * 2);
    for (int i = 0; i < contents.size(); i += 2) {
      assertThat(contents.get(i)).isEqualTo(contents.get(i + 1)).doesNotStartWith("0 ");
    }
  }

  @Test
  default void production_is_untouched_when_staging_fails() {
    run("{" + again() + "}");
    Postgres.takeDown(service().pair().staging());
    try {
      List<String> before = production();
      SandboxService.Answer answer = run("{" + again() + "}");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body().path("code").asText()).isEqualTo("STAGING_UNAVAILABLE");
      assertThat(production()).isEqualTo(before);
    } finally {
      service().bringUp(service().pair().staging());
    }
  }

  /** What an answer calls the run that it is about. */
  default String idMember() {
    return "run_id";
  }

  /** Starts a run of the pipeline and waits for its end. */
  default SandboxService.Answer run(String body) {
    return service().post("/api/pipelines/" + word() + "/runs", body, service().token("admin"));
  }

  private long count(String sql) {
    return service().staging().sql(sql).query(Long.class).single();
  }

  /** Row count and hash of each table, staging's and production's beside each other. */
  default List<String> contents() {
    service().atRest();
    return tables().stream()
        .flatMap(
            table ->
                List.of(
                    digest(service().staging(), stagingPrefix() + table),
                    digest(service().production(), productionPrefix() + table))
                    .stream())
        .toList();
  }

  private List<String> production() {
    return tables().stream()
        .map(table -> digest(service().production(), productionPrefix() + table))
        .toList();
  }

  private String digest(org.springframework.jdbc.core.simple.JdbcClient database, String table) {
    return database
        .sql(
            "SELECT count(*) || ' ' || coalesce(md5(string_agg(%1$s, '|' ORDER BY %1$s)), '') FROM %2$s t"
                .formatted(written(), table))
        .query(String.class)
        .single();
  }
}
