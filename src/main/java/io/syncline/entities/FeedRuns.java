package io.syncline.entities;

import io.syncline.core.database.Databases;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.Composition;
import io.syncline.entities.engine.RunFacts;
import io.syncline.entities.engine.Vanishing;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.feed.Feeds;
import io.syncline.entities.feed.StoredFeed;
import io.syncline.entities.source.FeedRead;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The run of one feed, once its source has answered. */
@Component
final class FeedRuns {
  private static final String PRESENT = "SELECT * FROM feed_rows WHERE feed_id = ? AND is_present";

  private final Feeds feeds;
  private final EntityTables tables;
  private final FeedCursors cursors;
  private final JdbcClient staging;
  private final boolean hashed;
  private final int batchRows;

  FeedRuns(
      Feeds feeds,
      EntityTables tables,
      FeedCursors cursors,
      Databases databases,
      @Value("${syncline.entities.row-hash}") boolean hashed,
      @Value("${syncline.entities.rows-per-batch}") int batchRows) {
    this.feeds = feeds;
    this.tables = tables;
    this.cursors = cursors;
    this.staging = JdbcClient.create(databases.staging().pool());
    this.hashed = hashed;
    this.batchRows = batchRows;
  }

  private record Gone(Optional<RowError> guard, List<Composition> batches) {}

  /**
   * Finds the columns and takes in which keys there are.
   *
   * @throws io.syncline.core.error.SyncFailure when the feed could not be read
   * @throws TerminalFailure when it cannot be run as it is configured, or a column is missing
   */
  FeedProgress map(@Body FeedWork work, @Variable("run") ActiveRun run) {
    if (work.read() instanceof FeedRead.Failed failed) {
      throw failed.failure();
    }
    requireAsRead(work.stored());
    FeedRead.Rows read = (FeedRead.Rows) work.read();
    run.tally().sourceAnswered();
    FeedPlan plan = FeedPlan.of(work.stored().in(read.locale(), read.timeZone()), work.type());
    int limit = run.request().parameters().path(SyncRequests.LIMIT).asInt(RowReader.NO_LIMIT);
    FeedRows rows = FeedRows.of(plan, read, limit);
    RunFacts facts =
        new RunFacts(
            run.request().parameters().path(SyncRequests.FORCE).asBoolean(),
            run.isDryRun(),
            hashed,
            UUID::randomUUID);
    FeedProgress feed = new FeedProgress(work.stored(), rows, facts);
    if (!run.isDryRun()) {
      cursors.begin(work, run);
    }
    rows.warnings().forEach(warning -> run.errors().add(FeedTarget.entry(warning)));
    return run.reportBy(feed);
  }

  /** A feed may have waited for its turn while somebody changed or deleted it. */
  private void requireAsRead(StoredFeed read) {
    boolean isSame = feeds.now().find(read.feed().id()).filter(read::isReadAs).isPresent();
    if (!isSame) {
      throw TerminalFailure.stopped(
          StopReason.CONFIG_INVALID,
          "the tab was changed while it waited for its turn; run it again");
    }
  }

  /**
   * The batches in the order of the source; of a dry run all together where one may find what those
   * before it would have written.
   */
  Iterator<?> batches(@Variable("feed") FeedProgress feed, @Variable("run") ActiveRun run) {
    feed.wasPresent(count(feed));
    FeedTarget target = target(feed);
    FeedBatches batches = new FeedBatches(feed, target, batchRows);
    String keyField = feed.plan().type().type().keyField();
    KeyHealing healing = new KeyHealing(feed, target.table(), keyField);
    if (target.table().has(keyField) && healing.isNeeded(staging)) {
      batches.after(healing);
    }
    if (!run.isDryRun() || feed.areBatchesApart()) {
      return batches;
    }
    List<Composition> all = new ArrayList<>();
    batches.forEachRemaining(all::add);
    all.addAll(gone(feed, run).batches());
    return all.isEmpty() ? all.iterator() : List.of(all).iterator();
  }

  /**
   * What becomes of rows that are gone; a dry run tries it together, or has with all the others.
   */
  List<?> vanished(@Variable("feed") FeedProgress feed, @Variable("run") ActiveRun run) {
    Gone gone = gone(feed, run);
    gone.guard().ifPresent(warning -> run.errors().add(FeedTarget.entry(warning)));
    if (!run.isDryRun()) {
      return gone.batches();
    }
    boolean isOpen = feed.areBatchesApart() && !gone.batches().isEmpty();
    return isOpen ? List.of(gone.batches()) : List.of();
  }

  /** Rows that are gone after a read of everything, or why they are not taken for gone. */
  private Gone gone(FeedProgress feed, ActiveRun run) {
    boolean limited = run.request().parameters().has(SyncRequests.LIMIT);
    if (limited || !feed.rows().read().isWhole()) {
      return new Gone(Optional.empty(), List.of());
    }
    Vanishing vanishing = new Vanishing(feed.plan(), feed.index(), feed.entities());
    List<FeedRow> missing =
        staging
            .sql(PRESENT)
            .param(feed.plan().feed().id())
            .query((row, number) -> FeedState.keptRow(row))
            .list()
            .stream()
            .filter(vanishing::isMissing)
            .toList();
    Optional<RowError> guard = vanishing.guard(missing.size(), feed.present());
    return new Gone(guard, guard.isPresent() ? List.of() : batches(feed, vanishing, missing));
  }

  private List<Composition> batches(FeedProgress feed, Vanishing vanishing, List<FeedRow> missing) {
    FeedTarget target = target(feed);
    List<Composition> batches = new ArrayList<>();
    for (int at = 0; at < missing.size(); at += batchRows) {
      List<FeedRow> some = missing.subList(at, Math.min(missing.size(), at + batchRows));
      batches.add(new VanishedBatch(feed, target, vanishing, some));
    }
    return batches;
  }

  private long count(FeedProgress feed) {
    return staging
        .sql("SELECT count(*) FROM feed_rows WHERE feed_id = ? AND is_present")
        .param(feed.plan().feed().id())
        .query(Long.class)
        .single();
  }

  private FeedTarget target(FeedProgress feed) {
    String type = feed.plan().feed().entityType();
    EntityTable table = tables.find(type).orElseThrow();
    return new FeedTarget(table, tables.defaults(table));
  }
}
