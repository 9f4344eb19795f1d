package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.SyncFailure;
import io.syncline.support.CoreTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A table is emptied at once only while nobody else has anything in it or to do with it. */
@CoreTest
class EmptyingIT {
  @Autowired private Databases databases;

  @BeforeEach
  void create() {
    staging().sql("CREATE TABLE scratch_rows (owner int)").update();
    staging().sql("INSERT INTO scratch_rows VALUES (1), (1)").update();
  }

  @AfterEach
  void drop() {
    staging().sql("DROP TABLE scratch_rows").update();
  }

  @Test
  void rows_go_where_all_are_ones_own() {
    assertThat(isEmptied(2)).as("all are somebody else's").isFalse();
    staging().sql("INSERT INTO scratch_rows VALUES (2)").update();
    assertThat(isEmptied(1)).as("one is").isFalse();
    assertThat(count()).isEqualTo(3);
    staging().sql("DELETE FROM scratch_rows WHERE owner = 2").update();
    assertThat(isEmptied(1)).isTrue();
    assertThat(count()).isZero();
  }

  /** What is written and not committed is seen by nobody, but locked. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO scratch_rows VALUES (2)",
        "SELECT FROM scratch_rows",
        "LOCK TABLE scratch_rows IN SHARE UPDATE EXCLUSIVE MODE"
      })
  void nobody_is_waited_for_who_uses_the_table(String use) throws SQLException {
    try (Connection other = databases.staging().pool().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(use);
      CompletableFuture<Boolean> emptied = CompletableFuture.supplyAsync(() -> isEmptied(1));
      assertThat(emptied).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
      other.commit();
    }
    assertThat(count()).isGreaterThanOrEqualTo(2);
  }

  /** Or what came while nobody held the table would be lost. */
  @Test
  void who_comes_between_the_look_and_the_lock_is_seen() {
    staging().sql("INSERT INTO scratch_rows VALUES (2)").update();
    staging().sql("CREATE SEQUENCE scratch_looks OWNED BY scratch_rows.owner").update();
    String seenAtTheSecondLook = others() + " AND nextval('scratch_looks') > 1";
    assertThat(Emptying.done(databases.staging(), "scratch_rows", seenAtTheSecondLook, 1))
        .isFalse();
    assertThat(count()).isEqualTo(3);
  }

  @Test
  void who_may_not_truncate_it_deletes() throws SQLException {
    try (Connection pooled = databases.staging().pool().getConnection();
        Statement statement = pooled.createStatement()) {
      statement.execute("CREATE ROLE scratch_writer");
      statement.execute("GRANT SELECT, INSERT, DELETE ON scratch_rows TO scratch_writer");
      statement.execute("SET ROLE scratch_writer");
      try {
        assertThat(Emptying.done(pooled, "scratch_rows", others(), 1)).isFalse();
      } finally {
        statement.execute("RESET ROLE");
        statement.execute("DROP OWNED BY scratch_writer");
        statement.execute("DROP ROLE scratch_writer");
      }
    }
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void what_else_goes_wrong_is_told() {
    assertThatThrownBy(() -> Emptying.done(databases.staging(), "scratch_row", others(), 1))
        .isInstanceOf(SyncFailure.class);
  }

  private boolean isEmptied(int owner) {
    return Emptying.done(databases.staging(), "scratch_rows", others(), owner);
  }

  private static String others() {
    return "SELECT FROM scratch_rows WHERE owner <> ?";
  }

  private long count() {
    return staging().sql("SELECT count(*) FROM scratch_rows").query(Long.class).single();
  }

  private JdbcClient staging() {
    return JdbcClient.create(databases.staging().pool());
  }
}
