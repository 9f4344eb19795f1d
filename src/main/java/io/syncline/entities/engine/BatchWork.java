package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.KeyTaken;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.change.Linked;
import io.syncline.entities.engine.change.RowOutcome;
import io.syncline.entities.engine.change.RowPreview;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.error.Severity;
import io.syncline.entities.engine.grid.KeyIndex;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.grid.RowKey;
import io.syncline.entities.engine.grid.RowReader;
import io.syncline.entities.engine.mapping.Feed;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.mapping.MappedColumn;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.state.Found;
import io.syncline.entities.engine.state.Held;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The work on one batch, row by row in the order of the source. */
final class BatchWork {
  private final FeedPlan plan;
  private final KeyIndex index;
  private final RunFacts run;
  private final Instant at;
  private final Found found;
  private final Map<UUID, EntityView> views;
  private final Identities identities;
  private final FieldHash fields;
  private final LeftOut leftOut;
  private final Collected collected = new Collected();

  BatchWork(
      FeedPlan plan,
      KeyIndex index,
      RunFacts run,
      Found found,
      Held held,
      Set<UUID> reached,
      Instant at) {
    this.plan = plan;
    this.index = index;
    this.run = run;
    this.at = at;
    this.found = found;
    this.views = EntityView.of(held);
    this.identities = new Identities(plan, found, reached);
    this.fields = new FieldHash(plan);
    this.leftOut = new LeftOut(plan);
  }

  BatchChanges changes(List<ReadRow> rows) {
    rows.forEach(this::take);
    return collected.changes(identities.reached());
  }

  private void take(ReadRow row) {
    if (row.key().isEmpty()) {
      leave(row, List.of(row.keyFault().orElseThrow()));
      return;
    }
    RowKey key = row.key().get();
    KeyIndex.Verdict verdict = index.verdict(row);
    if (verdict != KeyIndex.Verdict.USED) {
      leave(row, key, null, List.of(leftOut.duplicate(row, verdict)));
      return;
    }
    Identity who = identities.of(row, key);
    if (who instanceof Identity.None none) {
      leave(row, key, identities.peek(row, key), List.of(leftOut.of(row, none)));
    } else if (who instanceof Identity.Known known
        && Skips.allows(run, row, known.id(), found, fields)) {
      skip(row, key, known);
    } else {
      apply(row, key, who instanceof Identity.Known known ? known : null);
    }
  }

  private void leave(ReadRow row, List<RowError> faults) {
    collected.errors.addAll(faults);
    RowCode code =
        faults.stream()
            .filter(it -> it.severity() == Severity.ERROR)
            .findFirst()
            .orElse(faults.get(0))
            .code();
    collected.outcome(new RowOutcome.Skipped(row.ref(), code));
  }

  /** A row that is not applied is in its feed all the same. */
  private void leave(ReadRow row, RowKey key, @Nullable UUID id, List<RowError> faults) {
    leave(row, faults);
    FeedRow kept = found.rows().get(key.normalized());
    if (kept == null || !kept.isPresent()) {
      UUID entity = kept == null ? id : kept.entityId();
      collected.rows.putIfAbsent(
          key.normalized(), new FeedRow(key.normalized(), null, null, row.ref(), entity, true));
    }
  }

  private void skip(ReadRow row, RowKey key, Identity.Known known) {
    collected.outcome(new RowOutcome.Unchanged(row.ref(), known.id()));
    FeedRow kept = Objects.requireNonNull(found.rows().get(key.normalized()));
    keep(row, key, known.id(), kept.contentHash(), kept.fieldHash());
  }

  private void keep(
      ReadRow row, RowKey key, UUID id, @Nullable String content, @Nullable String held) {
    FeedRow now = new FeedRow(key.normalized(), content, held, row.ref(), id, true);
    if (!now.equals(found.rows().get(key.normalized()))) {
      collected.rows.put(key.normalized(), now);
    }
  }

  private void apply(ReadRow row, RowKey key, Identity.@Nullable Known known) {
    List<Statement> statements = new ArrayList<>(plan.columns().size());
    List<RowError> told = new ArrayList<>();
    for (int column = 0; column < plan.columns().size(); column++) {
      Statement said =
          plan.claims(column)
              ? Statement.of(plan.columns().get(column), row.cell(column), row.ref())
              : Statement.KEEP;
      statements.add(said);
      said.fault().ifPresent(told::add);
    }
    if (told.stream().anyMatch(it -> it.severity() == Severity.ERROR)) {
      leave(row, key, known == null ? null : known.id(), told);
      return;
    }
    EntityWork work = worked(row, key, known, statements);
    String taken = takenKey(key, work, known == null);
    if (taken != null && identities.isOfAnother(taken, work.id())) {
      told.add(RowError.error(row.ref(), null, RowCode.DB_REJECTED, "Another entity has this key"));
      leave(row, key, known == null ? null : known.id(), told);
      return;
    }
    collected.errors.addAll(told);
    commit(row, key, known, work, taken);
    boolean clean = told.isEmpty() && !run.isForced();
    keep(row, key, work.id(), clean ? row.hash() : null, clean ? fields.of(work.after()) : null);
  }

  private EntityWork worked(
      ReadRow row, RowKey key, Identity.@Nullable Known known, List<Statement> statements) {
    UUID id = known == null ? run.ids().get() : known.id();
    EntityView view = views.getOrDefault(id, new EntityView(id));
    EntityWork work =
        new EntityWork(view.with(found.values().getOrDefault(id, Map.of())), plan.feed().id(), at);
    MappedColumn keyColumn = plan.columns().get(plan.key());
    if (known == null && keyColumn.policy() != null) {
      work.set(keyLineage(row, key, keyColumn, keyColumn.policy(), id));
    }
    for (int column = 0; column < statements.size(); column++) {
      FieldPolicy policy = plan.columns().get(column).policy();
      if (plan.claims(column) && policy != null) {
        work.state(policy, statements.get(column), row.ref(), run.isForced());
      }
    }
    if (known != null) {
      Archiving.restore(plan.feed(), work, row.ref());
    }
    return work;
  }

  private LineageRow keyLineage(
      ReadRow row, RowKey key, MappedColumn column, FieldPolicy policy, UUID id) {
    Feed feed = plan.feed();
    return new LineageRow(
        id,
        policy.field().name(),
        feed.source(),
        feed.id(),
        feed.reference(column.mapping()),
        row.ref(),
        column.mapping().authority().word(),
        null,
        key.value());
  }

  /** The key that the entity has from now on; null where it keeps its own. */
  private @Nullable String takenKey(RowKey key, EntityWork work, boolean isNew) {
    if (!plan.isExternal()) {
      return isNew ? key.normalized() : null;
    }
    Value value = plan.keyField() < 0 ? null : work.after(plan.type().type().keyField());
    String normalized = value == null ? null : RowReader.normalized(value);
    return normalized == null || identities.isOwn(normalized, work.id()) ? null : normalized;
  }

  private void commit(
      ReadRow row,
      RowKey key,
      Identity.@Nullable Known known,
      EntityWork work,
      @Nullable String taken) {
    UUID id = work.id();
    identities.reach(id);
    collected.take(work, known == null);
    if (taken != null) {
      identities.take(taken, id, work.view().value(plan.type().type().keyField()));
      collected.keys.add(new KeyTaken(taken, id));
    }
    if (plan.isExternal() && (known == null || !known.isLinked())) {
      identities.link(key.normalized(), id);
      collected.links.add(new Linked(key.normalized(), id));
    }
    if (known == null) {
      collected.outcome(new RowOutcome.Created(row.ref(), id));
    } else if (work.isChanged()) {
      collected.outcome(new RowOutcome.Updated(row.ref(), id));
    } else {
      collected.outcome(new RowOutcome.Unchanged(row.ref(), id));
    }
    if (run.isPreview()) {
      collected.previews.add(preview(row, key, known == null, work));
    }
  }

  private static RowPreview preview(ReadRow row, RowKey key, boolean isNew, EntityWork work) {
    RowPreview.Action action =
        isNew
            ? RowPreview.Action.CREATE
            : work.isChanged() ? RowPreview.Action.UPDATE : RowPreview.Action.UNCHANGED;
    return new RowPreview(
        row.ref(), key.value().text(), work.id(), action, work.changes(), work.blocked);
  }
}
