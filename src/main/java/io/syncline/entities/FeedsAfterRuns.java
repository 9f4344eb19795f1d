package io.syncline.entities;

import io.syncline.core.database.Databases;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import io.syncline.core.run.RunStatus;
import io.syncline.entities.feed.FeedScopes;
import io.syncline.entities.source.FeedRead;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps with feeds and sources how their last run went. */
@Component
final class FeedsAfterRuns implements AfterRun {
  private static final String SYNCED =
      """
      UPDATE tab_mappings SET last_synced_at = ?, tab_name = ?, sheet_id = coalesce(?, sheet_id) WHERE id = ?
      """;

  private static final String FAILED =
      "UPDATE data_sources SET last_error = ? WHERE id = ? AND last_error IS DISTINCT FROM ?";

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
    if (!run.pipeline().equals(Entities.WORD) || run.isDryRun()) {
      return;
    }
    boolean completed = run.outcome().status() == RunStatus.COMPLETED;
    Optional<String> error =
        completed ? Optional.empty() : run.stopped().map(it -> it.reason() + ": " + it.words());
    FeedScopes.id(run.request().parameters(), FeedScopes.SOURCE)
        .ifPresent(source -> failed(source, error.orElse(null)));
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
    staging
        .sql(SYNCED)
        .params(
            Timestamp.from(clock.instant()),
            read.tabName(),
            read.sheetId().isPresent() ? read.sheetId().getAsLong() : null,
            feed.plan().feed().id())
        .update();
  }

  private void failed(UUID source, @Nullable String error) {
    staging.sql(FAILED).params(error, source, error).update();
  }
}
