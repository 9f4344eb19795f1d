package io.syncline.entities;

import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.Vanishing;
import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.Presence;
import io.syncline.entities.engine.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows that are gone from a feed: what it said of their entities is withdrawn. */
record VanishedBatch(
    FeedProgress feed, FeedTarget target, Vanishing vanishing, List<FeedRow> missing)
    implements Composition {
  private static final String PRESENT =
      """
      SELECT entity_id, feed_id, row_key FROM feed_rows
      WHERE entity_id = ANY (?::uuid[]) AND is_present
      """;

  VanishedBatch {
    missing = List.copyOf(missing);
  }

  @Override
  public String name() {
    return target.table().stream().name();
  }

  @Override
  public int size() {
    return missing.size();
  }

  @Override
  public List<Composition> halves() {
    int middle = missing.size() / 2;
    return List.of(
        new VanishedBatch(feed, target, vanishing, missing.subList(0, middle)),
        new VanishedBatch(feed, target, vanishing, missing.subList(middle, missing.size())));
  }

  @Override
  public Composed compose(StagingTx staging) {
    Set<UUID> ids =
        missing.stream()
            .map(FeedRow::entityId)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    FeedState state = new FeedState(staging, feed.plan(), target.table());
    Map<UUID, SyncRecord> locked = state.lock(ids);
    Map<UUID, Map<String, @Nullable Value>> values = new HashMap<>();
    locked.forEach((id, row) -> values.put(id, target.table().values(row)));
    BatchChanges changes =
        vanishing.work(missing, presences(staging, ids), values, state.held(ids), staging.at());
    return target.written(staging, feed.plan().feed(), changes, locked);
  }

  private static List<Presence> presences(StagingTx staging, Set<UUID> ids) {
    return staging
        .client()
        .sql(PRESENT)
        .param((Object) FeedState.texts(ids))
        .query(
            (row, number) ->
                new Presence(
                    row.getObject("entity_id", UUID.class),
                    row.getObject("feed_id", UUID.class),
                    row.getString("row_key")))
        .list();
  }

  /** Its entity stays as it is, and the row is looked at again by the next run. */
  @Override
  public Composed refused(StagingTx staging, String reason) {
    String row = missing.get(0).ref().text();
    return Composed.of(List.of(), Outcomes.NONE)
        .saying(
            List.of(new RowError(row, null, RowCode.DB_REJECTED.name(), reason, Severity.ERROR)));
  }
}
