package io.syncline.core.write;

import static io.syncline.core.write.VisitBench.notes;
import static io.syncline.core.write.VisitBench.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.core.relay.Relay;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.RunLedger;
import io.syncline.core.run.Runs;
import io.syncline.core.verify.Verification.Compared;
import io.syncline.core.verify.Verifier;
import io.syncline.support.CoreTest;
import io.syncline.support.FewLocks;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;

/**
 * Two thousand partitions, and hardly any locks: what named all partitions in one transaction would
 * fail. A context of its own, for its tables.
 */
@CoreTest
@TestPropertySource(properties = "syncline.test.tables=many")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyPartitionsIT {
  private static final int PARTITIONS = 2_000;

  /** A partition with its indexes is three: all of them would be six thousand. */
  private static final int LOCKS_LEFT = 1_500;

  private static final String MAKE =
      """
      DO $$
      DECLARE
          part text;
      BEGIN
          FOR i IN %2$s .. %2$s + 199 LOOP
              part := '%1$s_00000000_0000_0000_0000_' || lpad(i::text, 12, '0');
              EXECUTE format('CREATE TABLE %%I (LIKE %1$s INCLUDING ALL)', part);
              EXECUTE format('INSERT INTO %%I (owner, code, hash, note, fetched) VALUES (%%L, ''a'', ''h'', ''n'', ''f'')',
                             part, '00000000-0000-0000-0000-' || lpad(i::text, 12, '0'));
              EXECUTE format('ALTER TABLE %1$s ATTACH PARTITION %%I FOR VALUES IN (%%L)',
                             part, '00000000-0000-0000-0000-' || lpad(i::text, 12, '0'));
          END LOOP;
      END $$
      """;

  @Autowired private Databases databases;
  @Autowired private RunLedger ledger;
  @Autowired private ProducerTemplate template;
  @Autowired private Relay relay;
  @Autowired private Verifier verifier;
  private WriteBench bench;
  private VisitBench visits;

  @BeforeAll
  void manyPartitions() {
    bench = new WriteBench(databases, template);
    visits = new VisitBench(bench);
    for (Database database : new Database[] {databases.staging(), databases.production()}) {
      JdbcTemplate jdbc = new JdbcTemplate(database.pool());
      String table = database.table("test_visits").replace("\"", "");
      for (int from = 1; from <= PARTITIONS; from += 200) {
        jdbc.execute(MAKE.formatted(table, from));
      }
    }
  }

  @Test
  void no_statement_locks_all_partitions() throws SQLException {
    UUID newcomer = UUID.randomUUID();
    try (Connection hog = databases.staging().relayPool().getConnection()) {
      FewLocks.leave(LOCKS_LEFT, hog);
      ActiveRun run = Runs.open(ledger);
      // more often than a plan is made anew for a prepared statement
      for (int i = 1; i <= 25; i++) {
        UUID owner = i < 20 ? new UUID(0, Long.parseLong("" + i, 16)) : newcomer;
        visits.write(run, visit(owner, "b" + i, "new", null));
      }
      assertThat(run.errors().total()).isZero();
      assertThat(bench.states(run)).hasSize(25).containsOnly("applied");
      assertThat(notes(databases.production(), newcomer)).hasSize(6);
      bench.staging.update("UPDATE run_batches SET state = 'pending'");
      bench.production.update("DELETE FROM sync_applied");
      Awaitility.await()
          .untilAsserted(
              () -> {
                bench.letTimePass();
                relay.deliverDue();
                assertThat(bench.states(run)).containsOnly("applied");
              });
      assertThat(verifier.verify().findings()).isEmpty();
      assertThat(verifier.verify().tables())
          .contains(new Compared("test_visits", PARTITIONS + 25, PARTITIONS + 25));
    }
  }
}
