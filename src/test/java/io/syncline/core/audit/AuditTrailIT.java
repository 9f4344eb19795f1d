package io.syncline.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.support.Postgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class AuditTrailIT {
  private static final int ROWS = 20_000;

  /** One connection, so that a statement is prepared after its fifth execution. */
  private final SingleConnectionDataSource only =
      new SingleConnectionDataSource(connection(Postgres.freshPair().stagingSource()), true);

  private final JdbcTemplate staging = new JdbcTemplate(only);
  private final AuditTrail trail =
      new AuditTrail(
          new Databases(
              new Database("staging", only, only, ""),
              new Database("production", only, only, ""),
              only));

  @Test
  void who_did_little_is_found_by_an_index_whatever_was_asked_before() throws Exception {
    staging.execute(
        new ClassPathResource("db/migration/control/V20261127_247__core_create_audit.sql")
            .getContentAsString(StandardCharsets.UTF_8));
    staging.update(
        "INSERT INTO sync_audit (who, by_what, method, path, members)"
            + " SELECT 'cron', 'secret', 'POST', '/api', '{}' FROM generate_series(1, ?)",
        ROWS);
    staging.update("UPDATE sync_audit SET who = 'ann' WHERE id = 1");
    staging.execute("ANALYZE sync_audit");
    for (int i = 0; i < 10; i++) {
      assertThat(ids(Map.of("path", "/nowhere"))).as("every row is looked at").isEmpty();
    }
    AuditQuery query = AuditQuery.of(Map.of("who", "ann"), 50);
    long before = read();
    for (int i = 0; i < 20; i++) {
      assertThat(trail.page(query)).extracting(AuditEntry::id).isEqualTo(List.of(1L));
    }
    assertThat(read() - before).isLessThan(ROWS);
  }

  @Test
  void each_filter_leaves_out_what_it_says() throws Exception {
    staging.execute(
        new ClassPathResource("db/migration/control/V20261127_247__core_create_audit.sql")
            .getContentAsString(StandardCharsets.UTF_8));
    for (int i = 1; i <= 4; i++) {
      staging.update(
          "INSERT INTO sync_audit (who, by_what, method, path, members) VALUES (?, ?, 'POST', ?, '{}')",
          "who" + i % 2,
          i < 3 ? "console" : "token",
          "/api/" + i);
    }
    assertThat(ids(Map.of())).containsExactly(4L, 3L, 2L, 1L);
    assertThat(ids(Map.of("who", "who1"))).containsExactly(3L, 1L);
    assertThat(ids(Map.of("by", "console"))).containsExactly(2L, 1L);
    assertThat(ids(Map.of("path", "/4"))).containsExactly(4L);
    assertThat(ids(Map.of("before", "3", "who", "who1"))).containsExactly(1L);
  }

  private List<Long> ids(Map<String, String> query) {
    return trail.page(AuditQuery.of(query, 50)).stream().map(AuditEntry::id).toList();
  }

  /** Rows of the table that were read so far, by whatever way. */
  private long read() {
    staging.queryForList("SELECT pg_stat_force_next_flush()");
    return staging.queryForObject(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'sync_audit'",
        Long.class);
  }

  private static Connection connection(DataSource source) {
    try {
      return source.getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
