package io.syncline.core.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.syncline.core.database.Databases;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts the rows of runs that ended in this process by what became of them, as the ledger does.
 */
@Component
final class RunMetrics implements AfterRun {
  private static final List<String> OUTCOMES =
      List.of("created", "updated", "unchanged", "skipped", "failed", "archived");
  private static final String ROWS =
      """
      SELECT rows_created, rows_updated, rows_unchanged, rows_skipped, rows_failed, rows_archived
      FROM sync_runs WHERE id = ?
      """;

  private final JdbcClient staging;
  private final MeterRegistry metrics;

  RunMetrics(Databases databases, MeterRegistry metrics) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.metrics = metrics;
  }

  @Override
  public void after(ActiveRun run) {
    if (run.isDryRun()) {
      return;
    }
    staging
        .sql(ROWS)
        .param(run.id())
        .query(
            row -> {
              for (int i = 0; i < OUTCOMES.size(); i++) {
                metrics
                    .counter(
                        "syncline.rows", "pipeline", run.pipeline(), "outcome", OUTCOMES.get(i))
                    .increment(row.getLong(i + 1));
              }
            });
  }
}
