package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.RowOutcome;
import io.syncline.entities.engine.error.RowCode;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.grid.KeyIndex;
import io.syncline.entities.engine.grid.ReadRow;
import io.syncline.entities.engine.mapping.FeedPlan;
import io.syncline.entities.engine.state.Found;
import io.syncline.entities.engine.state.Held;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One feed's run over rows that were all read and indexed before, batch by batch in their order:
 *
 * <ol>
 *   <li>{@link #needs} says what to look up;
 *   <li>{@link #unsettled} says of which entities claims, lineage and conflicts have to be loaded;
 *   <li>{@link #work} says what to write, and changes nothing here, so that a batch may be tried
 *       again, halved, or rolled back;
 *   <li>{@link #settle} is told what was committed.
 * </ol>
 *
 * One thread at a time.
 */
public final class Engine {
  private final FeedPlan plan;
  private final KeyIndex index;
  private final RunFacts run;
  private final Set<UUID> reached = new HashSet<>();

  public Engine(FeedPlan plan, KeyIndex index, RunFacts run) {
    this.plan = plan;
    this.index = index;
    this.run = run;
  }

  /** What has to be looked up for these rows. */
  public Needs needs(List<ReadRow> rows) {
    Set<String> rowKeys = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (ReadRow row : rows) {
      row.key().ifPresent(key -> rowKeys.add(key.normalized()));
      if (plan.isExternal()) {
        Identities.match(plan, row).ifPresent(keys::add);
        if (plan.keyField() >= 0) {
          Identities.normalized(plan, row, plan.keyField()).ifPresent(keys::add);
        }
      }
    }
    if (!plan.isExternal()) {
      keys.addAll(rowKeys);
    }
    return new Needs(rowKeys, keys);
  }

  /** The entities that these rows may change: all but those whose row is as it was. */
  public Set<UUID> unsettled(List<ReadRow> rows, Found found) {
    Identities identities = new Identities(plan, found, Set.of());
    FieldHash fields = new FieldHash(plan);
    Set<UUID> ids = new HashSet<>();
    for (ReadRow row : rows) {
      if (row.key().isPresent() && index.verdict(row) == KeyIndex.Verdict.USED) {
        UUID id = identities.peek(row, row.key().get());
        if (id != null && !Skips.allows(run, row, id, found, fields)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /**
   * What the rows come to.
   *
   * @param at when claims are inserted: no earlier than what is held was loaded
   */
  public BatchChanges work(List<ReadRow> rows, Found found, Held held, Instant at) {
    return new BatchWork(plan, index, run, found, held, reached, at).changes(rows);
  }

  /** What becomes of a row that the database refused: nothing of it is kept but what is told. */
  public BatchChanges refused(ReadRow row, String reason) {
    Collected collected = new Collected();
    for (int column = 0; column < plan.columns().size(); column++) {
      if (plan.claims(column)) {
        Statement.of(plan.columns().get(column), row.cell(column), row.ref())
            .fault()
            .ifPresent(collected.errors::add);
      }
    }
    collected.errors.add(RowError.error(row.ref(), null, RowCode.DB_REJECTED, reason));
    collected.outcome(new RowOutcome.Skipped(row.ref(), RowCode.DB_REJECTED));
    return collected.changes(Set.of());
  }

  /** A batch that reached these was committed, or is seen by the batches that follow. */
  public void settle(Set<UUID> committed) {
    reached.addAll(committed);
  }
}
