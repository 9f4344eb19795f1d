package io.syncline.entities;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import io.syncline.core.run.RunRequest.Trigger;
import io.syncline.core.run.RunStatus;
import io.syncline.entities.feed.FeedScopes;
import io.syncline.entities.feed.StoredFeed;
import io.syncline.entities.source.FeedRead;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps with feeds and sources how their last run went. */
@Component
final class FeedsAfterRuns implements AfterRun {
  /** A feed that was led elsewhere meanwhile is not the one that was run. */
  private static final String SYNCED =
      """
      UPDATE tab_mappings t SET last_synced_at = :at, tab_name = :title, sheet_id = coalesce(:sheet, t.sheet_id)
      FROM data_sources s
      WHERE t.id = :feed AND s.id = t.data_source_id AND s.id = :source AND t.tab_name = :began
        AND t.sheet_id IS NOT DISTINCT FROM :beganSheet::bigint AND s.connector_config = :config::jsonb
      """;

  private static final String FAILED =
      "UPDATE data_sources SET last_error = ? WHERE id = ? AND last_error IS DISTINCT FROM ?";

  /** What went wrong is told until the last real run of each feed of the source went well. */
  private static final String WELL =
      """
      UPDATE data_sources SET last_error = NULL
      WHERE id = :source AND last_error IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM tab_mappings t CROSS JOIN LATERAL (
              SELECT r.status FROM sync_runs r
              WHERE r.scope = 'entities.feed.' || t.id AND r.status <> 'running' AND NOT r.dry_run AND r.trigger <> 'edit'
              ORDER BY coalesce(r.started_at, 'epoch') DESC, r.id DESC LIMIT 1) AS newest
          WHERE t.data_source_id = :source AND t.status = 'active' AND newest.status = 'failed')
      """;

  private final JdbcClient staging;
  private final FeedCursors cursors;
  private final Clock clock;

  FeedsAfterRuns(Databases databases, FeedCursors cursors, Clock clock) {
    this.cursors = cursors;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.clock = clock;
  }

  @Override
  public void after(ActiveRun run) {
    boolean reads = run.pipeline().equals(Entities.WORD) && run.request().trigger() != Trigger.EDIT;
    if (!reads || run.isDryRun()) {
      return;
    }
    boolean completed = run.outcome().status() == RunStatus.COMPLETED;
    FeedScopes.id(run.request().parameters(), FeedScopes.SOURCE)
        .ifPresent(source -> told(run, source, completed));
    if (completed) {
      run.progress(FeedProgress.class)
          .ifPresent(
              feed -> {
                synced(feed);
                cursors.end(feed, run);
              });
    }
  }

  private void synced(FeedProgress feed) {
    FeedRead.Rows read = feed.rows().read();
    StoredFeed began = feed.stored();
    staging
        .sql(SYNCED)
        .param("at", Timestamp.from(clock.instant()))
        .param("title", read.tabName())
        .param("sheet", orNull(read.sheetId()))
        .param("feed", began.feed().id())
        .param("source", began.source().id())
        .param("began", began.feed().tab())
        .param("beganSheet", orNull(began.sheetId()))
        .param("config", began.source().config().toString())
        .update();
  }

  private static @Nullable Long orNull(OptionalLong sheet) {
    return sheet.isPresent() ? sheet.getAsLong() : null;
  }

  /** A source whose feeds failed is told of by them. */
  private void told(ActiveRun run, UUID source, boolean completed) {
    if (completed) {
      staging.sql(WELL).param("source", source).update();
      return;
    }
    run.stopped()
        .filter(stop -> stop.reason() != StopReason.CHILD_FAILED)
        .map(stop -> stop.reason() + ": " + stop.words())
        .ifPresent(error -> staging.sql(FAILED).params(error, source, error).update());
  }
}
