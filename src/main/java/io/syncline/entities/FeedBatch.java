package io.syncline.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.record.SyncRecord;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.RowChange;
import io.syncline.core.write.StagingTx;
import io.syncline.entities.engine.Engine;
import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.RowPreview;
import io.syncline.entities.engine.change.RowPreview.Pair;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.state.Found;
import io.syncline.entities.engine.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a feed, resolved inside the transaction that writes them: whom they lead to is looked up
 * and locked, and what the engine says of them becomes entities, lineage, claims and conflicts.
 */
record FeedBatch(FeedProgress feed, FeedTarget target, List<ReadRow> rows) implements Composition {

  FeedBatch {
    rows = List.copyOf(rows);
  }

  @Override
  public String name() {
    return target.table().stream().name();
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public List<Composition> halves() {
    int middle = rows.size() / 2;
    return List.of(
        new FeedBatch(feed, target, rows.subList(0, middle)),
        new FeedBatch(feed, target, rows.subList(middle, rows.size())));
  }

  @Override
  public Composed compose(StagingTx staging) {
    Engine engine = feed.before(position());
    FeedState state = new FeedState(staging, feed.plan(), target.table());
    Found found = state.found(engine.needs(rows), feed.doubles());
    Set<UUID> unsettled = engine.unsettled(rows, found);
    Map<UUID, SyncRecord> locked = state.lock(unsettled);
    Map<UUID, Map<String, @Nullable Value>> values = new HashMap<>(found.values());
    locked.forEach((id, row) -> values.put(id, target.table().values(row)));
    Found now = new Found(found.keys(), found.links(), found.linked(), values, found.rows());
    BatchChanges changes = engine.work(rows, now, state.held(unsettled), staging.at());
    feed.composed(position(), rows.size(), changes);
    Composed composed = target.written(staging, feed.plan().feed(), changes, locked);
    return composed.showing(changes.previews().stream().map(this::shown).toList());
  }

  @Override
  public Composed refused(StagingTx staging, String reason) {
    BatchChanges changes = feed.before(position()).refused(rows.get(0), reason);
    feed.composed(position(), 1, changes);
    return target.written(staging, feed.plan().feed(), changes, Map.of());
  }

  private int position() {
    return rows.get(0).position();
  }

  private RowChange shown(RowPreview preview) {
    String keyField = feed.plan().columns().get(feed.plan().key()).header();
    ObjectNode key = JsonNodeFactory.instance.objectNode().put(keyField, preview.key());
    return new RowChange(
        preview.row().text(),
        target.table().name(),
        preview.action().name().toLowerCase(Locale.ROOT),
        key,
        preview.action() == RowPreview.Action.CREATE ? null : side(preview.fields(), Pair::first),
        side(preview.fields(), Pair::second),
        pairs(preview.blocked()));
  }

  private static ObjectNode side(Map<String, Pair> fields, Function<Pair, @Nullable Value> side) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    fields.forEach((field, pair) -> json.set(field, json(side.apply(pair))));
    return json;
  }

  private static ObjectNode pairs(Map<String, Pair> fields) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    fields.forEach(
        (field, pair) -> json.putArray(field).add(json(pair.first())).add(json(pair.second())));
    return json;
  }

  private static JsonNode json(@Nullable Value value) {
    return value == null ? JsonNodeFactory.instance.nullNode() : value.json();
  }
}
