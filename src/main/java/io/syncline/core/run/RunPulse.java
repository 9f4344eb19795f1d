package io.syncline.core.run;

import io.syncline.core.database.Databases;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which runs stand otherwise in the ledger than a moment ago, whoever leads them: one statement,
 * however long the ledger is. Threads may share it.
 */
@Component
public final class RunPulse {
  /** A row that is written gets another xmin. What runs, what is newest and what is looked at. */
  private static final String MARKS =
      """
      SELECT r.id, r.xmin::text || '.' || (SELECT count(*) FROM run_batches b
                                           WHERE b.run_id = r.id AND b.state = 'pending') AS mark
      FROM sync_runs r
      WHERE r.id IN (
          (SELECT id FROM sync_runs WHERE status = 'running'
           ORDER BY coalesce(started_at, 'epoch') DESC, id DESC LIMIT 100)
          UNION ALL
          (SELECT id FROM sync_runs ORDER BY coalesce(started_at, 'epoch') DESC, id DESC LIMIT 1)
          UNION ALL
          SELECT unnest(:watched::uuid[]))
      """;

  private final JdbcClient staging;

  RunPulse(Databases databases) {
    this.staging = JdbcClient.create(databases.staging().pool());
  }

  /** A mark for each run that may change, another one once it has. */
  public Map<UUID, String> marks(Collection<UUID> watched) {
    Map<UUID, String> marks = new LinkedHashMap<>();
    staging
        .sql(MARKS)
        .param("watched", watched.toArray(UUID[]::new))
        .query(
            row -> {
              marks.put(row.getObject("id", UUID.class), row.getString("mark"));
            });
    return marks;
  }
}
