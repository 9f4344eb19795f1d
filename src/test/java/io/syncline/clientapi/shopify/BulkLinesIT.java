package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.Aside;
import io.syncline.support.CoreTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A result is stored while it comes, however large it and its lines are. */
@CoreTest
class BulkLinesIT {
  private static final byte[] LINE =
      ("{\"id\":\"gid://shopify/Order/1\",\"note\":\"" + "n".repeat(1_000) + "\"}\n")
          .getBytes(StandardCharsets.UTF_8);
  private static final int LINES = 20_000;

  @Autowired private Databases databases;
  @Autowired private Aside aside;
  private final BulkLines.Owner owner = new BulkLines.Owner(UUID.randomUUID(), "orders", 1);

  @AfterEach
  void forget() {
    new BulkLines(databases, aside).delete(owner);
  }

  @Test
  void lines_are_stored_before_the_last_one_has_come() throws IOException {
    Flow file = new Flow(LINE, LINES);
    assertThat(new BulkLines(databases, aside).store(owner, file, true).lines()).isEqualTo(LINES);
    assertThat(stored()).isEqualTo(LINES);
    assertThat(file.storedAtHalf).isGreaterThan(LINES / 4);
  }

  @Test
  void a_line_that_does_not_end_is_refused() {
    Flow file = new Flow(new byte[] {'x'}, Integer.MAX_VALUE);
    assertThatThrownBy(() -> new BulkLines(databases, aside).store(owner, file, true))
        .hasMessageContaining("a line of more than 8000000 bytes")
        .extracting(e -> ((SyncFailure) e).reason())
        .isEqualTo(StopReason.SOURCE_GARBAGE);
    assertThat(file.sent).isLessThan(9_000_000);
    assertThat(stored()).isZero();
  }

  /** Each of its rows is refused, as no text of the server has a NUL. */
  @Test
  void a_copy_that_fails_is_worth_another_try() {
    byte[] line = "{\"id\":\"a\\u0000\"}\n".getBytes(StandardCharsets.UTF_8);
    for (int lines : List.of(1, LINES)) {
      assertThatThrownBy(() -> stored(new Flow(line, lines))).isInstanceOf(TransientFailure.class);
    }
  }

  /** Or its rows would come among those of the next try. */
  @Test
  void a_file_that_breaks_off_leaves_no_statement_behind() throws SQLException {
    CompletableFuture<BulkLines.Stored> storing;
    try (Connection holder = databases.staging().pool().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      InputStream broken =
          new SequenceInputStream(
              new SequenceInputStream(locking(statement), new Flow(LINE, 300)),
              new ByteArrayInputStream("nothing".getBytes(StandardCharsets.UTF_8)));
      storing = CompletableFuture.supplyAsync(() -> stored(broken));
      await().during(Duration.ofMillis(300)).until(() -> !storing.isDone());
      assertThat(stored()).isZero();
      holder.rollback();
    }
    assertThat(storing).failsWithin(Duration.ofSeconds(20));
    assertThat(stored()).isPositive();
  }

  /** Nothing; once it is read nobody else writes to the table. */
  private static InputStream locking(Statement statement) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        try {
          statement.execute("LOCK TABLE client_bulk_lines IN SHARE MODE");
        } catch (SQLException e) {
          throw new IOException(e);
        }
        return -1;
      }
    };
  }

  /** Whoever reads them goes by the last one, and fetches all again where it is gone. */
  @Test
  void lines_that_go_in_parts_go_from_the_last_one_on() throws IOException, SQLException {
    int many = 60_000;
    BulkLines lines = new BulkLines(databases, aside);
    lines.store(owner, new Flow("{}\n".getBytes(StandardCharsets.UTF_8), many), false);
    CompletableFuture<Void> going;
    try (Connection holder = databases.staging().pool().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("SELECT FROM client_bulk_lines WHERE line = 1 FOR UPDATE");
      going = CompletableFuture.runAsync(() -> lines.delete(owner));
      await().until(() -> !lines.areThere(owner, many));
      assertThat(stored()).isEqualTo(10_000);
      holder.rollback();
    }
    going.join();
    assertThat(stored()).isZero();
  }

  /**
   * Place on disk is given back, and nothing is left for the vacuum, which may be there just now.
   */
  @Test
  void a_large_result_of_which_all_is_goes_at_once() {
    staging().sql("TRUNCATE client_bulk_lines").update();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              stored(new Flow(LINE, LINES));
              new BulkLines(databases, aside).delete(owner);
              assertThat(size()).isZero();
            });
  }

  /** Whatever a kept plan would rather do. */
  @Test
  void others_are_looked_for_in_the_index_alone() {
    stored(new Flow(LINE, LINES));
    BulkLines lines = new BulkLines(databases, aside);
    BulkLines.Owner other = new BulkLines.Owner(owner.credential(), "products", 1);
    await().until(() -> scans("idx_scan") > 0);
    long whole = scans("seq_scan");
    long before = scans("idx_scan");
    for (int i = 0; i < 20; i++) {
      assertThat(lines.isEmptied(other)).isFalse();
    }
    await().until(() -> scans("idx_scan") >= before + 40);
    assertThat(scans("seq_scan")).isEqualTo(whole);
  }

  private long scans(String which) {
    return staging()
        .sql("SELECT " + which + " FROM pg_stat_user_tables WHERE relname = 'client_bulk_lines'")
        .query(Long.class)
        .single();
  }

  @ParameterizedTest
  @CsvSource({
    "00000000-0000-4000-8000-000000000000, orders, 1",
    "ffffffff-ffff-4fff-bfff-ffffffffffff, orders, 1",
    ", customers, 1",
    ", products, 1",
    ", orders, 2"
  })
  void what_belongs_to_others_stays(UUID credential, String stream, long fence) throws IOException {
    BulkLines lines = new BulkLines(databases, aside);
    BulkLines.Owner other =
        new BulkLines.Owner(
            Optional.ofNullable(credential).orElse(owner.credential()), stream, fence);
    lines.store(other, new Flow(LINE, 1), false);
    lines.store(owner, new Flow(LINE, LINES), false);
    lines.delete(owner);
    assertThat(lines.areThere(other, 1)).isTrue();
    assertThat(lines.areThere(owner, 1)).isFalse();
    lines.delete(other);
  }

  /** Children and parents apart, so that each is handed on at once. */
  private BulkLines.Stored stored(InputStream file) {
    try {
      return new BulkLines(databases, aside).store(owner, file, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long size() {
    return staging().sql("SELECT pg_relation_size('client_bulk_lines')").query(Long.class).single();
  }

  private JdbcClient staging() {
    return JdbcClient.create(databases.staging().pool());
  }

  private long stored() {
    return staging()
        .sql("SELECT count(*) FROM client_bulk_lines WHERE credential_id = ?")
        .param(owner.credential())
        .query(Long.class)
        .single();
  }

  /** The same again and again, made when it is asked for. */
  private final class Flow extends InputStream {
    private final byte[] part;
    private final long end;
    private long sent;
    private long storedAtHalf;

    Flow(byte[] part, int times) {
      this.part = part;
      this.end = (long) part.length * times;
    }

    @Override
    public int read() {
      if (sent == end) {
        return -1;
      }
      if (sent == end / 2) {
        storedAtHalf = stored();
      }
      return part[(int) (sent++ % part.length)];
    }
  }
}
