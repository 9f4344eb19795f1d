package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.database.Databases;
import io.syncline.support.CoreTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a pipeline does when a run of it ends, whoever ends it. */
@CoreTest
class RunEndsIT {
  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private RunKeeper keeper;

  private final String scope = UUID.randomUUID().toString();
  private JdbcTemplate staging;

  @BeforeEach
  void staging() {
    staging = new JdbcTemplate(databases.staging().pool());
  }

  @Test
  void a_run_that_is_closed_is_told_once() {
    ActiveRun run = Runs.open(ledger, scope, false);
    assertThat(told(run)).isEmpty();
    assertThat(ledger.close(run, RunOutcome.COMPLETED)).isTrue();
    assertThat(ledger.close(run, RunOutcome.FAILED)).isFalse();
    assertThat(told(run)).containsExactly("completed");
  }

  @Test
  void a_run_that_a_takeover_buries_is_told_by_it() {
    ActiveRun dead = Runs.open(ledger, scope, false);
    staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE run_id = ?", dead.id());
    ActiveRun next = Runs.open(ledger, scope, false);
    assertThat(told(dead)).containsExactly("failed");
    assertThat(told(next)).isEmpty();
  }

  @Test
  void a_dead_run_that_cannot_be_told_leaves_its_scope_to_the_next() {
    ActiveRun dead = Runs.open(ledger, scope, false);
    staging.update(
        "UPDATE run_leases SET expires_at = now() - interval '1 s' WHERE run_id = ?", dead.id());
    refusing(dead, () -> assertThat(Runs.open(ledger, scope, false).id()).isNotEqualTo(dead.id()));
    assertThat(outcome(dead)).isEqualTo("failed");
    assertThat(told(dead)).isEmpty();
  }

  @Test
  void a_run_that_is_not_told_for_a_reason_of_the_table_s_own_is_closed_all_the_same() {
    ActiveRun odd = Runs.open(ledger, scope, false);
    staging.execute(
        """
        CREATE FUNCTION test_ends_refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON test_ends FOR EACH ROW EXECUTE FUNCTION test_ends_refuse()
        """);
    try {
      assertThat(ledger.close(odd, RunOutcome.COMPLETED)).isTrue();
    } finally {
      staging.execute("DROP FUNCTION test_ends_refuse CASCADE");
    }
    assertThat(outcome(odd)).isEqualTo("completed");
  }

  @Test
  void a_run_that_the_sweep_buries_is_told_by_it() {
    ActiveRun dead = dead();
    keeper.buryTheDead();
    assertThat(told(dead)).containsExactly("failed");
  }

  @Test
  void tables_of_a_pipeline_that_are_away_keep_no_run_open() {
    ActiveRun dead = dead();
    staging.execute("ALTER TABLE test_ends RENAME TO test_ends_away");
    try {
      keeper.buryTheDead();
    } finally {
      staging.execute("ALTER TABLE test_ends_away RENAME TO test_ends");
    }
    assertThat(outcome(dead)).isEqualTo("failed");
    assertThat(told(dead)).isEmpty();
  }

  @Test
  void a_row_that_cannot_be_told_costs_no_other_run_what_is_told() {
    ActiveRun odd = dead();
    ActiveRun sound = dead();
    refusing(odd, keeper::buryTheDead);
    assertThat(outcome(odd)).isEqualTo("failed");
    assertThat(told(odd)).isEmpty();
    assertThat(told(sound)).containsExactly("failed");
  }

  @Test
  void a_run_that_cannot_be_told_is_closed_all_the_same() {
    ActiveRun odd = Runs.open(ledger, scope, false);
    refusing(odd, () -> assertThat(ledger.close(odd, RunOutcome.COMPLETED)).isTrue());
    assertThat(outcome(odd)).isEqualTo("completed");
    assertThat(told(odd)).isEmpty();
  }

  @Test
  void a_table_that_somebody_holds_costs_a_run_nothing_of_what_is_told() throws SQLException {
    ActiveRun run = Runs.open(ledger, scope, false);
    try (Connection holder = databases.staging().pool().getConnection()) {
      holder.setAutoCommit(false);
      try (Statement lock = holder.createStatement()) {
        lock.execute("LOCK TABLE test_ends");
        assertThatThrownBy(() -> ledger.close(run, RunOutcome.COMPLETED))
            .isInstanceOf(DataAccessException.class);
      }
      holder.rollback();
    }
    assertThat(ledger.close(run, RunOutcome.COMPLETED)).as("the next try").isTrue();
    assertThat(told(run)).containsExactly("completed");
  }

  private void refusing(ActiveRun run, Runnable work) {
    staging.execute(
        "ALTER TABLE test_ends ADD CONSTRAINT odd CHECK (run_id <> '%s')".formatted(run.id()));
    try {
      work.run();
    } finally {
      staging.execute("ALTER TABLE test_ends DROP CONSTRAINT odd");
    }
  }

  private String outcome(ActiveRun run) {
    return staging.queryForObject(
        "SELECT outcome FROM sync_runs WHERE id = ?", String.class, run.id());
  }

  private ActiveRun dead() {
    ActiveRun dead = Runs.open(ledger);
    staging.update(
        "UPDATE sync_runs SET started_at = now() - interval '1 h', heartbeat_at = now() - interval '1 h'"
            + " WHERE id = ?",
        dead.id());
    return dead;
  }

  private List<String> told(ActiveRun run) {
    return staging.queryForList(
        "SELECT outcome FROM test_ends WHERE run_id = ?", String.class, run.id());
  }
}
