package io.syncline.core.letter;

import io.syncline.core.database.Databases;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.OneLine;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.StorableJson;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.LeasedWrites;
import io.syncline.core.stream.LetterKey;
import io.syncline.core.stream.Stream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps items that could not be mapped among the dead letters, and counts them as failed. Whatever
 * an item is, its letter holds it: as text, where it is JSON that {@code jsonb} does not hold.
 */
@Component
public final class UnreadableRecords {
  private static final int LONGEST_REASON = 1_000;

  private final LeasedWrites writes;
  private final JdbcClient staging;

  UnreadableRecords(LeasedWrites writes, Databases databases) {
    this.writes = writes;
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** Keeps each item as it came, with its reason; one transaction for all of them. */
  public void keep(ActiveRun run, Stream stream, List<RejectedRecord> rejected) {
    if (rejected.isEmpty()) {
      return;
    }
    List<UUID> ids = ids(run, stream, rejected);
    if (run.isDryRun()) {
      count(run, rejected.size());
    } else {
      keep(run, stream, rejected, ids);
    }
    // Only now: what fails above is tried again, and must not be counted twice.
    for (int i = 0; i < ids.size(); i++) {
      RejectedRecord item = rejected.get(i);
      if (run.tally().countsFirst(ids.get(i))) {
        run.trouble(ErrorKind.PARSE, item.key(), item.key() + ": " + item.reason());
      }
    }
  }

  private void keep(ActiveRun run, Stream stream, List<RejectedRecord> rejected, List<UUID> ids) {
    writes.write(
        run,
        client ->
            client
                .sql(
                    """
                    WITH letters AS (
                        INSERT INTO sync_dead_letters
                            (id, run_id, pipeline, stream, table_name, destination, record_key, record, kind, error)
                        SELECT id, ?, ?, ?, ?, 'staging', key, record::jsonb, 'parse', reason
                        FROM unnest(?, ?, ?, ?) AS r (id, key, record, reason)
                        ON CONFLICT (id) DO NOTHING
                        RETURNING run_id
                    )
                    UPDATE sync_runs s
                    SET rows_processed = s.rows_processed + n.rows, rows_failed = s.rows_failed + n.rows
                    FROM (SELECT run_id, count(*) AS rows FROM letters GROUP BY run_id) n
                    WHERE s.id = n.run_id
                    """)
                .params(
                    run.id(),
                    run.pipeline(),
                    stream.name(),
                    stream.table(),
                    ids.toArray(UUID[]::new),
                    texts(rejected, item -> LetterKey.of(item.key())),
                    texts(rejected, item -> StorableJson.whole(item.wire())),
                    texts(rejected, item -> OneLine.of(item.reason(), LONGEST_REASON)))
                .update());
  }

  /**
   * The same item of a run has the same letter, however often it is kept: the answer to a commit
   * may be lost, and the page be read again. What comes twice in one page is two letters.
   */
  private static List<UUID> ids(ActiveRun run, Stream stream, List<RejectedRecord> rejected) {
    Map<String, Integer> seen = new HashMap<>();
    return rejected.stream()
        .map(item -> run.id() + "\n" + stream.name() + "\n" + item.key() + "\n" + item.wire())
        .map(item -> item + "\n" + seen.merge(item, 1, Integer::sum))
        .map(item -> UUID.nameUUIDFromBytes(item.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  /** A dry run keeps no letters, and its counts are those of a real one. */
  private void count(ActiveRun run, int rows) {
    staging
        .sql(
            "UPDATE sync_runs SET rows_processed = rows_processed + ?, rows_failed = rows_failed +"
                + " ? WHERE id = ?")
        .params(rows, rows, run.id())
        .update();
  }

  private static String[] texts(
      List<RejectedRecord> rejected, Function<RejectedRecord, String> text) {
    return rejected.stream().map(text).toArray(String[]::new);
  }
}
