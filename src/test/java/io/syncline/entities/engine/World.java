package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.ClaimKey;
import io.syncline.entities.engine.change.ConflictChange;
import io.syncline.entities.engine.change.EntityWrite;
import io.syncline.entities.engine.change.KeyTaken;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.mapping.EntityType;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.Priorities;
import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.Conflict;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.state.Presence;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A database in memory: it keeps what the engine says, and refuses what a database would. */
final class World {
  static final String REFUSED = "refused by a trigger";

  final Map<UUID, Map<String, Value>> entities = new TreeMap<>();
  final Map<String, List<KeyOwner>> keys = new TreeMap<>();
  final Map<UUID, Map<String, UUID>> links = new HashMap<>();
  final Map<ClaimKey, Claim> claims = new HashMap<>();
  final List<Lineage> lineage = new ArrayList<>();
  final Map<String, Conflict> conflicts = new TreeMap<>();
  final Map<UUID, Map<String, FeedRow>> rows = new HashMap<>();
  final List<Feed> feeds = new ArrayList<>();
  private final Map<String, Value> defaults = new HashMap<>();
  private final Map<UUID, String> current = new HashMap<>();
  private final Set<String> written = new HashSet<>();
  private Priorities priorities = Priorities.NONE;
  private int clock;
  private int ids;

  /** A row of lineage with its run. */
  record Lineage(int run, LineageRow row) {}

  static World of(Feed... feeds) {
    World world = new World();
    world.feeds.addAll(List.of(feeds));
    return world;
  }

  World priorities(Map<String, Map<String, Integer>> byField) {
    priorities = new Priorities(byField);
    return this;
  }

  World defaults(String field, Value value) {
    defaults.put(field, value);
    return this;
  }

  World copy() {
    World copy = new World();
    entities.forEach((id, values) -> copy.entities.put(id, new HashMap<>(values)));
    copy.keys.putAll(keys);
    copy.current.putAll(current);
    copy.written.addAll(written);
    links.forEach((source, of) -> copy.links.put(source, new HashMap<>(of)));
    copy.claims.putAll(claims);
    copy.lineage.addAll(lineage);
    copy.conflicts.putAll(conflicts);
    rows.forEach((feed, of) -> copy.rows.put(feed, new HashMap<>(of)));
    copy.feeds.addAll(feeds);
    copy.defaults.putAll(defaults);
    copy.priorities = priorities;
    copy.clock = clock;
    copy.ids = ids;
    return copy;
  }

  /** Instead of the feed of the same id. */
  void replace(Feed feed) {
    feeds.replaceAll(it -> it.id().equals(feed.id()) ? feed : it);
  }

  TypePlan plan() {
    return new TypePlan(Mapped.PARTNERS, feeds, priorities);
  }

  int nextRun() {
    return ++clock;
  }

  Instant at() {
    return Instant.EPOCH.plusSeconds(clock);
  }

  UUID nextId() {
    return new UUID(9, ++ids);
  }

  /** Writes it all, or nothing: a value that a trigger refuses, a key that another entity has. */
  boolean apply(Feed feed, BatchChanges changes) {
    boolean refused =
        changes.entities().stream()
            .flatMap(it -> it.values().values().stream())
            .anyMatch(it -> it != null && it.text().contains(REFUSED));
    if (refused) {
      return false;
    }
    changes.entities().forEach(this::write);
    for (LineageRow row : changes.lineage()) {
      if (!written.add(clock + " " + row.entityId() + row.field())) {
        throw new IllegalStateException("two lineage rows of one run: " + row);
      }
      lineage.add(new Lineage(clock, row));
    }
    changes.claims().forEach(it -> claims.put(key(it), it));
    changes.withdrawn().forEach(it -> Objects.requireNonNull(claims.remove(it)));
    changes.conflicts().forEach(this::change);
    changes.keys().forEach(this::take);
    changes.links().forEach(it -> links(feed).put(it.recordId(), it.entityId()));
    changes.rows().forEach(it -> rows(feed).put(it.rowKey(), it));
    forget(feed, changes.touched());
    return true;
  }

  /** Somebody sets a field of the only entity by hand. */
  void edit(String field, Value value) {
    nextRun();
    UUID id = entities.keySet().iterator().next();
    Value before = entities.get(id).put(field, value);
    lineage.add(
        new Lineage(
            clock,
            new LineageRow(id, field, null, null, "Edited by hand", null, "app", before, value)));
    rows.values().forEach(of -> of.replaceAll((key, row) -> forgotten(row)));
  }

  private void write(EntityWrite write) {
    if (write.isNew()) {
      Map<String, Value> fresh = new HashMap<>(defaults);
      fresh.put(EntityType.ARCHIVED, new Value.Bool(false));
      if (entities.put(write.id(), fresh) != null) {
        throw new IllegalStateException("made twice: " + write);
      }
    }
    write.values().forEach((field, value) -> entities.get(write.id()).put(field, value));
  }

  private void change(ConflictChange change) {
    Conflict conflict = change.conflict();
    String key = conflict.entityId() + conflict.field() + conflict.losingFeedId();
    boolean open = conflicts.containsKey(key);
    if (open == (change.kind() == ConflictChange.Kind.OPENED)) {
      throw new IllegalStateException(change + " while open: " + open);
    }
    if (change.kind() == ConflictChange.Kind.RESOLVED) {
      conflicts.remove(key);
    } else {
      conflicts.put(key, conflict);
    }
  }

  private void take(KeyTaken taken) {
    String former = current.put(taken.entityId(), taken.normalizedKey());
    if (former != null) {
      keys.computeIfPresent(
          former, (key, owners) -> List.of(new KeyOwner(taken.entityId(), false)));
    }
    keys.put(taken.normalizedKey(), List.of(new KeyOwner(taken.entityId(), true)));
  }

  /** Hashes that other feeds keep of rows of changed entities count no more. */
  private void forget(Feed feed, Set<UUID> touched) {
    rows.forEach(
        (id, of) -> {
          if (!feed.id().equals(id)) {
            of.replaceAll((key, row) -> isOf(row, touched) ? forgotten(row) : row);
          }
        });
  }

  private static boolean isOf(FeedRow row, Collection<UUID> ids) {
    return row.entityId() != null && ids.contains(row.entityId());
  }

  private static FeedRow forgotten(FeedRow row) {
    return new FeedRow(
        row.rowKey(), null, row.fieldHash(), row.ref(), row.entityId(), row.isPresent());
  }

  Map<String, UUID> links(Feed feed) {
    return links.computeIfAbsent(feed.source().id(), id -> new HashMap<>());
  }

  Map<String, FeedRow> rows(Feed feed) {
    return rows.computeIfAbsent(feed.id(), id -> new HashMap<>());
  }

  Held held(Collection<UUID> ids) {
    Set<UUID> wanted = new HashSet<>(ids);
    Map<String, Newest> newest = new HashMap<>();
    for (Lineage it : lineage) {
      LineageRow row = it.row;
      if (wanted.contains(row.entityId())) {
        newest.put(
            row.entityId() + row.field(),
            new Newest(row.entityId(), row.field(), row.feedId(), row.value()));
      }
    }
    return new Held(
        claims.values().stream().filter(it -> wanted.contains(it.entityId())).toList(),
        List.copyOf(newest.values()),
        conflicts.values().stream().filter(it -> wanted.contains(it.entityId())).toList());
  }

  List<Presence> presences(Collection<UUID> ids) {
    List<Presence> presences = new ArrayList<>();
    rows.forEach(
        (feed, of) ->
            of.values().stream()
                .filter(it -> it.isPresent() && isOf(it, ids))
                .forEach(it -> presences.add(new Presence(it.entityId(), feed, it.rowKey()))));
    return presences;
  }

  static ClaimKey key(Claim claim) {
    return new ClaimKey(claim.feedId(), claim.entityId(), claim.field());
  }
}
