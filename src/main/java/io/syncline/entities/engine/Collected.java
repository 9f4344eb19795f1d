package io.syncline.entities.engine;

import io.syncline.entities.engine.change.BatchChanges;
import io.syncline.entities.engine.change.ClaimKey;
import io.syncline.entities.engine.change.ConflictChange;
import io.syncline.entities.engine.change.Counts;
import io.syncline.entities.engine.change.EntityWrite;
import io.syncline.entities.engine.change.KeyTaken;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.change.Linked;
import io.syncline.entities.engine.change.RowOutcome;
import io.syncline.entities.engine.change.RowPreview;
import io.syncline.entities.engine.error.RowError;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.FeedRow;
import io.syncline.entities.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers what the rows of a batch come to. */
final class Collected {
  private final List<EntityWrite> entities = new ArrayList<>();
  private final List<LineageRow> lineage = new ArrayList<>();
  private final List<Claim> claims = new ArrayList<>();
  private final List<ClaimKey> withdrawn = new ArrayList<>();
  private final List<ConflictChange> conflicts = new ArrayList<>();
  private final Set<UUID> touched = new LinkedHashSet<>();
  private final List<RowOutcome> outcomes = new ArrayList<>();
  private int archived;
  final List<KeyTaken> keys = new ArrayList<>();
  final List<Linked> links = new ArrayList<>();
  final Map<String, FeedRow> rows = new LinkedHashMap<>();
  final List<RowError> errors = new ArrayList<>();
  final List<RowPreview> previews = new ArrayList<>();

  void take(EntityWork work, boolean isNew) {
    Map<String, @Nullable Value> values = work.values(isNew);
    if (isNew || !values.isEmpty()) {
      entities.add(new EntityWrite(work.id(), isNew, values));
    }
    lineage.addAll(work.lineage);
    claims.addAll(work.claims);
    withdrawn.addAll(work.withdrawn);
    conflicts.addAll(work.conflicts);
    if (work.isTouched()) {
      touched.add(work.id());
    }
  }

  void outcome(RowOutcome outcome) {
    outcomes.add(outcome);
  }

  void archived() {
    archived++;
  }

  BatchChanges changes(Set<UUID> reached) {
    return new BatchChanges(
        List.copyOf(entities),
        List.copyOf(lineage),
        List.copyOf(claims),
        List.copyOf(withdrawn),
        List.copyOf(conflicts),
        List.copyOf(keys),
        List.copyOf(links),
        List.copyOf(rows.values()),
        Set.copyOf(touched),
        Set.copyOf(reached),
        List.copyOf(outcomes),
        List.copyOf(errors),
        List.copyOf(previews),
        counts());
  }

  private Counts counts() {
    return new Counts(
        count(RowOutcome.Created.class),
        count(RowOutcome.Updated.class),
        count(RowOutcome.Unchanged.class),
        count(RowOutcome.Skipped.class),
        archived,
        lineage.size(),
        (int) conflicts.stream().filter(it -> it.kind() == ConflictChange.Kind.OPENED).count());
  }

  private int count(Class<? extends RowOutcome> kind) {
    return (int) outcomes.stream().filter(kind::isInstance).count();
  }
}
