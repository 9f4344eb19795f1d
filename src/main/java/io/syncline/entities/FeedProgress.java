package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.syncline.core.run.Progress;
import io.syncline.entities.engine.Engine;
import io.syncline.entities.engine.RunFacts;
import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.grid.KeyIndex;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.feed.StoredFeed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How far the run of a feed is. A batch may be composed several times, and the engine is to know
 * what was reached before it and nothing else: what a later attempt does again is forgotten first.
 * Threads may share what it reports.
 */
final class FeedProgress implements Progress {
  private final StoredFeed stored;
  private final FeedRows rows;
  private final KeyIndex index;
  private final RunFacts facts;
  private final Map<String, List<KeyOwner>> doubles = new HashMap<>();
  private final NavigableMap<Integer, Set<UUID>> reached = new TreeMap<>();
  private Engine engine;
  private int settled;
  private long present;
  private volatile long done;

  FeedProgress(StoredFeed stored, FeedRows rows, RunFacts facts) {
    this.stored = stored;
    this.rows = rows;
    this.index = new KeyIndex(rows.plan().feed().rules().onDuplicateKey());
    this.facts = facts;
    rows.forEach(index::add);
    this.engine = new Engine(rows.plan(), index, facts);
  }

  /** The feed as it was configured when the run began. */
  StoredFeed stored() {
    return stored;
  }

  FeedRows rows() {
    return rows;
  }

  FeedPlan plan() {
    return rows.plan();
  }

  KeyIndex index() {
    return index;
  }

  RunFacts facts() {
    return facts;
  }

  /**
   * Whether no batch can depend on what one before it wrote. A key stands in one row of a read, so
   * that two rows meet in one entity only by its alias, and which are reached is known here; a
   * record may have to do with a key that another one gave or a link that it made.
   */
  boolean areBatchesApart() {
    return !plan().isExternal();
  }

  /** How many rows were in the feed before this run. */
  long present() {
    return present;
  }

  void wasPresent(long before) {
    present = before;
  }

  /** Keys that several entities have. */
  Map<String, List<KeyOwner>> doubles() {
    return doubles;
  }

  /** The engine as it was before the row of that position. */
  Engine before(int position) {
    reached.tailMap(position, true).clear();
    if (position < settled) {
      engine = new Engine(plan(), index, facts);
      settled = 0;
    }
    reached.tailMap(settled, true).values().forEach(engine::settle);
    settled = position;
    return engine;
  }

  /** The entities that rows of this run lead to, as far as it is. */
  Set<UUID> entities() {
    Set<UUID> all = new HashSet<>();
    reached.values().forEach(all::addAll);
    return all;
  }

  /** What the rows from that position on came to, until somebody tries them again. */
  void composed(int position, int size, BatchChanges changes) {
    reached.put(position, changes.reached());
    done = Math.max(done, (long) position + size);
  }

  @Override
  public JsonNode report() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("rows_done", done)
        .put("rows_read", index.rows());
  }

  @Override
  public long reached() {
    return done;
  }

  @Override
  public long total() {
    return index.rows();
  }
}
