package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.KeyTaken;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.grid.KeyIndex;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.OnMissing;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.Presence;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of rows that are gone, after a whole, successful and real read without a limit
 * (mapping#11-rows-that-vanish). First the missing ones are counted, as too many mean that the read
 * went wrong; then they are worked on in batches.
 */
public final class Vanishing {
  private static final long ALWAYS_ALLOWED = 5;
  private static final long ALLOWED_OF = 5;

  private final FeedPlan plan;
  private final KeyIndex index;
  private final Set<UUID> reached;
  private final Set<UUID> living;

  /**
   * @param reached entities that rows of this run lead to, where that may not be seen in presences
   */
  public Vanishing(FeedPlan plan, KeyIndex index, Set<UUID> reached) {
    this.plan = plan;
    this.index = index;
    this.reached = reached;
    this.living = plan.type().feeds().stream().map(Feed::id).collect(Collectors.toSet());
  }

  /** Whether a row that was there is not there any more; a rejected one is there. */
  public boolean isMissing(FeedRow row) {
    return row.isPresent() && !index.has(row.rowKey());
  }

  /**
   * What keeps anything from being archived, in which case nothing is worked on.
   *
   * @param missing how many are missing
   * @param present how many were there before this run
   */
  public Optional<RowError> guard(long missing, long present) {
    boolean archives = plan.feed().rules().onMissing() == OnMissing.ARCHIVE;
    boolean many = missing > Math.max(ALWAYS_ALLOWED, present / ALLOWED_OF);
    boolean nothingRead = index.rows() == 0 && present > 0;
    return archives && (many || nothingRead)
        ? Optional.of(
            RowError.warning(
                RowRef.FEED,
                null,
                RowCode.MISSING_GUARD,
                missing + " of " + present + " rows are missing; nothing is archived"))
        : Optional.empty();
  }

  /**
   * What missing rows come to.
   *
   * @param presences of their entities, of all feeds
   * @param values by entity what its fields hold, {@code archived} included
   */
  public BatchChanges work(
      List<FeedRow> missing,
      List<Presence> presences,
      Map<UUID, Map<String, @Nullable Value>> values,
      Held held,
      Instant at) {
    Collected collected = new Collected();
    Map<UUID, EntityView> views = EntityView.of(held);
    Map<UUID, Set<UUID>> feeds = feeds(presences);
    Set<UUID> done = new HashSet<>();
    for (FeedRow row : missing) {
      UUID id = row.entityId();
      collected.rows.put(row.rowKey(), new FeedRow(row.rowKey(), null, null, row.ref(), id, false));
      Set<UUID> present = id == null ? Set.of() : feeds.getOrDefault(id, Set.of());
      boolean archives = plan.feed().rules().onMissing() == OnMissing.ARCHIVE;
      boolean isReached = id != null && reached.contains(id) || present.contains(plan.feed().id());
      Map<String, @Nullable Value> current = id == null ? null : values.get(id);
      if (id != null && current != null && archives && !isReached && done.add(id)) {
        EntityView view = views.getOrDefault(id, new EntityView(id)).with(current);
        withdraw(new EntityWork(view, plan.feed().id(), at), row, present.isEmpty(), collected);
      }
    }
    return collected.changes(Set.of());
  }

  /**
   * By entity the feeds in which it still is; the rows of one that was deleted may still be there.
   */
  private Map<UUID, Set<UUID>> feeds(List<Presence> presences) {
    Map<UUID, Set<UUID>> feeds = new HashMap<>();
    for (Presence presence : presences) {
      boolean own = presence.feedId().equals(plan.feed().id());
      boolean isThere = own ? index.has(presence.rowKey()) : living.contains(presence.feedId());
      if (isThere) {
        feeds.computeIfAbsent(presence.entityId(), id -> new HashSet<>()).add(presence.feedId());
      }
    }
    return feeds;
  }

  private void withdraw(EntityWork work, FeedRow row, boolean isNowhere, Collected collected) {
    String keyField = plan.type().type().keyField();
    Value key = work.view().value(keyField);
    Withdrawing.all(work, plan.type(), plan.feed().id());
    if (isNowhere && Archiving.archive(plan.feed(), work, row.ref())) {
      collected.archived();
    }
    collected.take(work, false);
    Withdrawing.takenKey(work, keyField, key)
        .ifPresent(taken -> collected.keys.add(new KeyTaken(taken, work.id())));
  }
}
