package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.support.CoreTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows that somebody else left in {@code sync_runs}. */
@CoreTest
class OlderRowsIT {
  @Autowired private Databases databases;
  @Autowired private RunHistory history;

  private final UUID id = UUID.randomUUID();
  private final String pipeline = "older" + id;
  private JdbcTemplate staging;

  @BeforeEach
  void staging() {
    staging = new JdbcTemplate(databases.staging().pool());
  }

  @Test
  void a_row_without_a_start_is_as_old_as_can_be() {
    insert("completed", null);
    Run run = history.find(id).orElseThrow();
    assertThat(run.startedAt()).isEqualTo(Instant.EPOCH);
    assertThat(run.outcome()).as("by its status").isEqualTo(RunOutcome.COMPLETED);
    assertThat(run.errors().isNull()).isTrue();
    assertThat(run.report().isNull()).isTrue();
  }

  @Test
  void a_word_that_nobody_knows_is_no_success() {
    insert("done", "fine");
    assertThat(history.find(id).orElseThrow().outcome()).isEqualTo(RunOutcome.FAILED);
  }

  @Test
  void what_cannot_be_read_as_json_is_left_out() {
    insert("failed", "failed");
    staging.update(
        "UPDATE sync_runs SET report = (repeat('[', 2000) || repeat(']', 2000))::json WHERE id = ?",
        id);
    assertThat(history.find(id).orElseThrow().report().isNull()).isTrue();
  }

  @Test
  void the_newest_in_a_mode_is_found_beside_one_without_a_start() {
    insert("completed", null);
    UUID newer = UUID.randomUUID();
    staging.update(
        "INSERT INTO sync_runs (id, status, pipeline, parameters) VALUES (?, 'running', ?, '{\"mode\":\"hourly\"}')",
        newer,
        pipeline);
    assertThat(history.latest(pipeline, "hourly").orElseThrow().id()).isEqualTo(newer);
  }

  private void insert(String status, String outcome) {
    staging.update(
        "INSERT INTO sync_runs (id, status, outcome, started_at, pipeline, parameters)"
            + " VALUES (?, ?, ?, NULL, ?, '{\"mode\":\"hourly\"}')",
        id,
        status,
        outcome,
        pipeline);
  }
}
