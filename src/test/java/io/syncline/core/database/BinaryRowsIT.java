package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncline.support.CoreTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is copied in stands there as it was added. */
@CoreTest
class BinaryRowsIT {
  private static final UUID ID = UUID.fromString("fedcba98-7654-4210-8fed-cba987654321");
  private static final String COPY = "COPY copied_rows FROM STDIN (FORMAT binary)";

  @Autowired private Databases databases;

  @BeforeEach
  void create() {
    staging()
        .sql("CREATE TABLE copied_rows (id uuid, n bigint CHECK (n <> 0), t text, u text)")
        .update();
  }

  @AfterEach
  void drop() {
    staging().sql("DROP TABLE copied_rows").update();
  }

  @Test
  void values_arrive_as_they_were_added() throws SQLException {
    BinaryRows rows = new BinaryRows(4, 10);
    rows.row().uuid(ID).bigint(Long.MIN_VALUE).text("caf\u00e9 \ud83d\ude00\t\\").text(null);
    rows.row().uuid(ID).bigint(-2).text("").lines(List.of("{\"a\":1}", "", "\u20ac"));
    assertThat(rows.copy(databases.staging(), COPY)).isEqualTo(2);
    assertThat(
            staging()
                .sql(
                    "SELECT id || '/' || n || '/' || t || '/' || coalesce(u, 'null') FROM copied_rows ORDER BY n")
                .query(String.class)
                .list())
        .containsExactly(
            ID + "/" + Long.MIN_VALUE + "/caf\u00e9 \ud83d\ude00\t\\/null",
            ID + "/-2//{\"a\":1}\n\n\u20ac");
  }

  @Test
  void what_the_table_refuses_leaves_none_of_them() {
    BinaryRows rows = new BinaryRows(4, 10);
    rows.row().uuid(ID).bigint(1).text("a").text("b");
    rows.row().uuid(ID).bigint(0).text("a").text("b");
    assertThatThrownBy(() -> rows.copy(databases.staging(), COPY))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
    assertThat(count("SELECT count(*) FROM copied_rows")).isZero();
  }

  /** The pool would hand it to somebody else's run at once. */
  @Test
  void a_connection_that_breaks_meanwhile_is_not_given_back() throws SQLException {
    CompletableFuture<Long> copied;
    try (Connection holder = databases.staging().pool().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE copied_rows IN SHARE MODE");
      BinaryRows rows = new BinaryRows(4, 10);
      rows.row().uuid(ID).bigint(1).text("a").text("b");
      copied = CompletableFuture.supplyAsync(() -> tried(rows));
      await()
          .until(
              () ->
                  count(
                          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'COPY copied_rows%' AND wait_event_type = 'Lock'")
                      == 1);
      assertThatThrownBy(copied::join)
          .cause()
          .isInstanceOfSatisfying(
              IllegalStateException.class,
              e -> assertThat(((SQLException) e.getCause()).getSQLState()).matches("57P01|08..."));
      holder.rollback();
    }
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        all.add(databases.staging().pool().getConnection());
        assertThat(Sql.exists(all.get(i), "SELECT 1")).isTrue();
      }
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  private long tried(BinaryRows rows) {
    try {
      return rows.copy(databases.staging(), COPY);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String sql) {
    return staging().sql(sql).query(Long.class).single();
  }

  private JdbcClient staging() {
    return JdbcClient.create(databases.staging().pool());
  }
}
