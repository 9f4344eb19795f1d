package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.support.CoreTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is copied in stands there as it was added. */
@CoreTest
class BinaryRowsIT {
  private static final UUID ID = UUID.fromString("fedcba98-7654-4210-8fed-cba987654321");

  @Autowired private Databases databases;

  @Test
  void values_arrive_as_they_were_added() throws SQLException {
    BinaryRows rows = new BinaryRows(4, 10);
    rows.row().uuid(ID).bigint(Long.MIN_VALUE).text("caf\u00e9 \ud83d\ude00\t\\").text(null);
    rows.row().uuid(ID).bigint(-2).text("").lines(List.of("{\"a\":1}", "", "\u20ac"));
    try (Connection connection = databases.staging().pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE copied (id uuid, n bigint, t text, u text)");
      assertThat(rows.copy(connection, "COPY copied FROM STDIN (FORMAT binary)")).isEqualTo(2);
      assertThat(
              Sql.all(
                  connection,
                  "SELECT id || '/' || n || '/' || t || '/' || coalesce(u, 'null') FROM copied ORDER BY n",
                  row -> row.getString(1)))
          .containsExactly(
              ID + "/" + Long.MIN_VALUE + "/caf\u00e9 \ud83d\ude00\t\\/null",
              ID + "/-2//{\"a\":1}\n\n\u20ac");
      statement.execute("DROP TABLE copied");
    }
  }

  @Test
  void what_a_table_refuses_leaves_none_of_them_and_a_connection_that_works() throws SQLException {
    BinaryRows rows = new BinaryRows(1, 10);
    rows.row().bigint(1).row().bigint(-1);
    try (Connection connection = databases.staging().pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE guarded (n bigint CHECK (n > 0))");
      assertThatThrownBy(() -> rows.copy(connection, "COPY guarded FROM STDIN (FORMAT binary)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
      assertThat(Sql.all(connection, "SELECT count(*) FROM guarded", row -> row.getInt(1)))
          .containsExactly(0);
      statement.execute("DROP TABLE guarded");
    }
  }
}
