package io.syncline.core.write;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RecordError;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import java.util.List;
import org.springframework.stereotype.Component;

/** Keeps items that could not be mapped among the dead letters, and counts them as failed. */
@Component
public final class UnreadableRecords {
  private final LeasedWrites writes;

  UnreadableRecords(LeasedWrites writes) {
    this.writes = writes;
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

  /** PostgreSQL takes no NUL, neither in text nor in jsonb. */
  private static String clean(String text) {
    return text.replace("\u0000", "").replace("\\u0000", "");
  }
}
