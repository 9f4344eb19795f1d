package io.syncline.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Databases;
import io.syncline.support.CoreTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CoreTest
class ExplainingIT {
  @Autowired private Explaining explaining;
  @Autowired private Databases databases;

  private final UUID run = UUID.randomUUID();
  private JdbcClient staging;

  @BeforeEach
  void begin() {
    staging = JdbcClient.create(databases.staging().pool());
    forget();
    staging
        .sql(
            """
            INSERT INTO sync_runs (id, pipeline, scope, trigger, status, started_at)
            VALUES (?, 'entities', 'keys', 'manual', 'completed', now())
            """)
        .param(run)
        .update();
  }

  @AfterEach
  void forget() {
    staging.sql("TRUNCATE sync_runs, run_batches").update();
  }

  /** Batches of four thousand rows, the first of them the newest. */
  private void batches(int from, int to, String keys) {
    staging
        .sql(
            """
            INSERT INTO run_batches (id, run_id, seq, pipeline, stream, scope, fence, table_name, kind, keys,
                                     rows, rows_created, rows_updated, state, committed_at)
            SELECT gen_random_uuid(), ?, n, 'entities', 's', 'keys', 1, 't', 'upsert', ?::jsonb,
                   4000, 0, 0, 'applied', now() - make_interval(secs => n)
            FROM generate_series(?, ?) AS n
            """)
        .params(run, keys, from, to)
        .update();
  }

  @Test
  void a_key_is_looked_for_in_as_many_rows_as_are_read_in_no_time() {
    batches(1, 100, null);
    batches(101, 149, "{\"id\": [\"another\"]}");
    batches(150, 150, "{\"id\": [\"last\"]}");
    batches(151, 151, "{\"id\": [\"beyond\"]}");
    assertThat(explaining.lastWith("t", "id", "last")).get().asString().contains(run.toString());
    assertThat(explaining.lastWith("t", "id", "beyond")).isEmpty();
  }
}
