package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.SyncFailure;
import io.syncline.core.run.Aside;
import io.syncline.support.CoreTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  private long stored() {
    return JdbcClient.create(databases.staging().pool())
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
