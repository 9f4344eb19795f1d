package io.syncline.core.write;

import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps items that could not be mapped among the dead letters, and counts them as failed. */
@Component
public final class UnreadableRecords {
  /** The escape itself, not a backslash of the text that happens to stand before {@code u0000}. */
  private static final Pattern ESCAPED_NUL = Pattern.compile("((?<!\\\\)(?:\\\\\\\\)*)\\\\u0000");

  private final LeasedWrites writes;
  private final JdbcClient staging;

  UnreadableRecords(LeasedWrites writes, Databases databases) {
    this.writes = writes;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Keeps each item as it came, with its reason; one transaction for all of them. */
  public void keep(ActiveRun run, Upsert upsert, List<RejectedRecord> rejected) {
    if (rejected.isEmpty()) {
      return;
    }
    rejected.forEach(
        item ->
            run.errors()
                .add(
                    new RecordError(
                        ErrorKind.PARSE, item.key(), item.key() + ": " + item.reason())));
    if (run.isDryRun()) {
      count(run, rejected.size());
      return;
    }
    writes.write(
        run,
        client ->
            client
                .sql(
                    """
                    WITH letters AS (
                        INSERT INTO sync_dead_letters
                            (run_id, pipeline, stream, table_name, destination, record_key, record, kind, error)
                        SELECT ?, ?, ?, ?, 'staging', key, record::jsonb, 'parse', reason
                        FROM unnest(?, ?, ?) AS r (key, record, reason)
                        RETURNING run_id
                    )
                    UPDATE sync_runs s
                    SET rows_processed = s.rows_processed + n.rows, rows_failed = s.rows_failed + n.rows
                    FROM (SELECT run_id, count(*) AS rows FROM letters GROUP BY run_id) n
                    WHERE s.id = n.run_id
                    """)
                .param(run.id())
                .param(run.pipeline())
                .param(upsert.stream())
                .param(upsert.table())
                .param(
                    rejected.stream()
                        .map(RejectedRecord::key)
                        .map(UnreadableRecords::clean)
                        .toArray(String[]::new))
                .param(
                    rejected.stream().map(r -> clean(r.wire().toString())).toArray(String[]::new))
                .param(rejected.stream().map(RejectedRecord::reason).toArray(String[]::new))
                .update());
  }

  /** A dry run keeps no letters, and its counts are those of a real one. */
  private void count(ActiveRun run, int rows) {
    staging
        .sql(
            "UPDATE sync_runs SET rows_processed = rows_processed + ?, rows_failed = rows_failed + ?"
                + " WHERE id = ?")
        .param(rows)
        .param(rows)
        .param(run.id())
        .update();
  }

  /** PostgreSQL takes no NUL, neither in text nor in jsonb. */
  private static String clean(String text) {
    return ESCAPED_NUL.matcher(text.replace("\u0000", "")).replaceAll("$1");
  }
}
