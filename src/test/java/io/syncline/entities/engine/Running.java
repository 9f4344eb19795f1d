package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.Counts;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.grid.ApiRecord;
import io.syncline.entities.engine.grid.GridRow;
import io.syncline.entities.engine.grid.Headers;
import io.syncline.entities.engine.grid.KeyIndex;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.Found;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.state.KeyOwner;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Runs feeds against a {@link World}, as the pipeline does against its database. */
record Running(boolean force, boolean dry, boolean hashed, int limit, int batch) {
  static final Running REAL = new Running(false, false, true, RowReader.NO_LIMIT, 100);
  static final Running DRY = new Running(false, true, true, RowReader.NO_LIMIT, 100);
  static final Running FORCED = new Running(true, false, true, RowReader.NO_LIMIT, 100);

  Running by(int rows) {
    return new Running(force, dry, hashed, limit, rows);
  }

  Running first(int rows) {
    return new Running(force, dry, hashed, rows, batch);
  }

  Running unhashed() {
    return new Running(force, dry, false, limit, batch);
  }

  Ran sheet(World world, Feed feed, String grid) {
    return sheet(world, feed, Grids.of(grid));
  }

  Ran sheet(World world, Feed feed, List<GridRow> grid) {
    FeedPlan plan = FeedPlan.of(feed, world.plan());
    GridRow header = grid.size() < feed.headerRow() ? null : grid.get(feed.headerRow() - 1);
    Headers.Match match = Headers.match(plan, header);
    if (match instanceof Headers.Failed failed) {
      return Ran.failed(failed.fault());
    }
    Headers.Found found = (Headers.Found) match;
    RowReader reader = RowReader.ofSheet(plan, found, limit);
    List<ReadRow> rows =
        grid.stream()
            .filter(it -> it.number() > feed.headerRow())
            .flatMap(it -> reader.read(it).stream())
            .toList();
    return new Pass(dry ? world.copy() : world, plan, rows).run(found.warnings());
  }

  Ran records(World world, Feed feed, List<ApiRecord> records) {
    FeedPlan plan = FeedPlan.of(feed, world.plan());
    RowReader reader = RowReader.ofRecords(plan, limit);
    List<ReadRow> rows = records.stream().flatMap(it -> reader.read(it).stream()).toList();
    return new Pass(dry ? world.copy() : world, plan, rows).run(List.of());
  }

  /** One run; a dry one works on a copy that is thrown away, as one that is rolled back. */
  private final class Pass {
    private final World world;
    private final FeedPlan plan;
    private final List<ReadRow> rows;
    private final KeyIndex index;
    private final Engine engine;
    private final List<BatchChanges> batches = new ArrayList<>();
    private final long presentBefore;

    Pass(World world, FeedPlan plan, List<ReadRow> rows) {
      this.world = world;
      this.plan = plan;
      this.rows = rows;
      this.presentBefore =
          world.rows(plan.feed()).values().stream().filter(FeedRow::isPresent).count();
      this.index = new KeyIndex(plan.feed().rules().onDuplicateKey());
      world.nextRun();
      rows.forEach(index::add);
      this.engine = new Engine(plan, index, new RunFacts(force, dry, hashed, world::nextId));
    }

    Ran run(List<RowError> warnings) {
      for (int from = 0; from < rows.size(); from += batch) {
        batch(rows.subList(from, Math.min(rows.size(), from + batch)));
      }
      List<RowError> errors = new ArrayList<>(warnings);
      batches.forEach(it -> errors.addAll(it.errors()));
      if (limit == RowReader.NO_LIMIT) {
        vanish().ifPresent(errors::add);
      }
      return new Ran(
          null,
          batches.stream().map(BatchChanges::counts).reduce(Counts.none(), Counts::plus),
          batches.stream().flatMap(it -> it.outcomes().stream()).toList(),
          errors,
          batches.stream().flatMap(it -> it.previews().stream()).toList(),
          batches.stream().flatMap(it -> it.lineage().stream()).toList(),
          batches.stream().mapToInt(it -> it.claims().size() + it.withdrawn().size()).sum());
    }

    private void batch(List<ReadRow> part) {
      Found found = found(engine.needs(part));
      Held held = world.held(engine.unsettled(part, found));
      BatchChanges changes = engine.work(part, found, held, world.at());
      if (world.apply(plan.feed(), changes)) {
        engine.settle(changes.reached());
        batches.add(changes);
      } else if (part.size() > 1) {
        batch(part.subList(0, part.size() / 2));
        batch(part.subList(part.size() / 2, part.size()));
      } else {
        batches.add(engine.refused(part.get(0), World.REFUSED));
      }
    }

    private Found found(Needs needs) {
      Map<String, List<KeyOwner>> keys = some(world.keys, needs.keys());
      Map<String, UUID> links =
          plan.isExternal() ? new HashMap<>(world.links(plan.feed())) : new HashMap<>();
      Map<UUID, String> linked = new HashMap<>();
      links.forEach((record, id) -> linked.put(id, record));
      links.keySet().retainAll(needs.rowKeys());
      Map<String, FeedRow> kept = some(world.rows(plan.feed()), needs.rowKeys());
      return new Found(keys, links, linked, new HashMap<>(world.entities), kept);
    }

    private static <T> Map<String, T> some(Map<String, T> all, Set<String> keys) {
      Map<String, T> some = new HashMap<>();
      keys.stream().filter(all::containsKey).forEach(it -> some.put(it, all.get(it)));
      return some;
    }

    private Optional<RowError> vanish() {
      Vanishing vanishing = new Vanishing(plan, index, Set.of());
      List<FeedRow> missing =
          List.copyOf(new TreeMap<>(world.rows(plan.feed())).values()).stream()
              .filter(vanishing::isMissing)
              .toList();
      Optional<RowError> guard = vanishing.guard(missing.size(), presentBefore);
      for (int from = 0; guard.isEmpty() && from < missing.size(); from += batch) {
        List<FeedRow> part = missing.subList(from, Math.min(missing.size(), from + batch));
        Set<UUID> ids =
            part.stream()
                .map(FeedRow::entityId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<UUID, Map<String, Value>> values = new HashMap<>(world.entities);
        values.keySet().retainAll(ids);
        BatchChanges changes =
            vanishing.work(part, world.presences(ids), values, world.held(ids), world.at());
        world.apply(plan.feed(), changes);
        batches.add(changes);
      }
      return guard;
    }
  }
}
