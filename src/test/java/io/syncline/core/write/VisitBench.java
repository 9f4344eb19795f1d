package io.syncline.core.write;

import io.syncline.core.database.Database;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import io.syncline.core.stream.Stream;
import io.syncline.support.TestStreams;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes and reads rows of {@link TestStreams#VISITS}. */
record VisitBench(WriteBench write) {
  static final UUID ANN = new UUID(0, 1);
  static final UUID BOB = new UUID(0, 2);

  static SyncRecord visit(UUID owner, String code, String note, @Nullable String seenAt) {
    return visit(owner, code, note, seenAt, null, "first");
  }

  static SyncRecord visit(
      UUID owner,
      String code,
      String note,
      @Nullable String seenAt,
      @Nullable String goneAt,
      String fetched) {
    return SyncRecord.of(owner, code, "hash of " + note, seenAt, note, goneAt, fetched);
  }

  Exchange write(ActiveRun run, SyncRecord... records) {
    return write.write(run, Batch.of(TestStreams.VISITS, List.of(records), WriteBench.STAMP));
  }

  /** How many records that database was sent so far, be they written or not. */
  static long sent(Database database) {
    return new JdbcTemplate(database.pool())
        .queryForObject(
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM test_sent", Long.class);
  }

  static Stream of(UUID owner) {
    return TestStreams.VISITS.partition(owner);
  }

  static List<String> notes(Database database, UUID owner) {
    return new JdbcTemplate(database.pool())
        .queryForList(
            "SELECT code || '=' || note || ' ' || fetched || coalesce(' gone ' || gone_at::date, '') FROM "
                + of(owner).tableIn(database)
                + " ORDER BY 1",
            String.class);
  }
}
