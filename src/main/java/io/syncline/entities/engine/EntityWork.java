package io.syncline.entities.engine;

import io.syncline.entities.engine.change.ClaimKey;
import io.syncline.entities.engine.change.ConflictChange;
import io.syncline.entities.engine.change.LineageRow;
import io.syncline.entities.engine.change.RowPreview.Pair;
import io.syncline.entities.engine.error.RowRef;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.engine.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one feed's statements come to for one entity; nothing of it counts until it is taken. */
final class EntityWork {
  private static final String FORCED = "forced";

  private final EntityView view;
  private final UUID feedId;
  private final Instant at;
  final List<LineageRow> lineage = new ArrayList<>();
  final List<Claim> claims = new ArrayList<>();
  final List<ClaimKey> withdrawn = new ArrayList<>();
  final List<ConflictChange> conflicts = new ArrayList<>();

  /** What is written of the entity. */
  final Map<String, @Nullable Value> written = new LinkedHashMap<>();

  /** What the feed says and the field will not hold. */
  final Map<String, Pair> blocked = new LinkedHashMap<>();

  /**
   * @param feedId the feed that speaks
   * @param at when claims are inserted that were not there
   */
  EntityWork(EntityView view, UUID feedId, Instant at) {
    this.view = view;
    this.feedId = feedId;
    this.at = at;
  }

  /** Takes what the feed says of a field, and resolves it. */
  void state(FieldPolicy policy, Statement statement, @Nullable RowRef row, boolean force) {
    String field = policy.field().name();
    FieldType type = policy.field().type();
    List<Claim> live = stated(field, statement);
    Contender own = policy.contender(feedId);
    boolean forced = force && own != null && statement instanceof Statement.Assert;
    Resolution resolution =
        forced
            ? new Resolution(((Statement.Assert) statement).value(), own, true)
            : Resolver.resolve(policy, view.value(field), view.newest(field), live);
    change(policy, resolution, row, forced);
    conflicts.addAll(Conflicts.of(view, policy, resolution, live));
    if (statement instanceof Statement.Assert said && !type.same(said.value(), after(field))) {
      blocked.put(field, new Pair(after(field), said.value()));
    }
  }

  /** The claims on the field with this feed's as it is from now on. */
  private List<Claim> stated(String field, Statement statement) {
    List<Claim> before = view.claims(field);
    if (statement instanceof Statement.Keep) {
      return before;
    }
    Claim old = null;
    List<Claim> live = new ArrayList<>(before.size() + 1);
    for (Claim claim : before) {
      if (claim.feedId().equals(feedId)) {
        old = claim;
      } else {
        live.add(claim);
      }
    }
    if (statement instanceof Statement.Assert said) {
      live.add(asserted(field, said, old));
    } else if (old != null) {
      withdrawn.add(new ClaimKey(feedId, view.id(), field));
    }
    return live;
  }

  private Claim asserted(String field, Statement.Assert said, @Nullable Claim old) {
    Instant since = old == null ? at : old.assertedAt();
    Claim claim = new Claim(feedId, view.id(), field, said.value(), said.raw(), since);
    if (!claim.equals(old)) {
      claims.add(claim);
    }
    return claim;
  }

  private void change(
      FieldPolicy policy, Resolution resolution, @Nullable RowRef row, boolean forced) {
    String field = policy.field().name();
    Value before = view.value(field);
    Contender winner = resolution.winner();
    boolean same = policy.field().type().same(before, resolution.value());
    if (winner != null && resolution.isContested() && same && resolution.value() == null) {
      written.put(field, null); // a new row would get its table's default
    }
    if (same || winner == null) {
      return;
    }
    boolean own = winner.feedId().equals(feedId);
    written.put(field, resolution.value());
    lineage.add(
        new LineageRow(
            view.id(),
            field,
            winner.source(),
            winner.feedId(),
            winner.reference(),
            own ? row : null,
            forced ? FORCED : winner.authority().name().toLowerCase(Locale.ROOT),
            before,
            resolution.value()));
  }

  /** Sets a field without asking anybody: a new entity's key, or its flag. */
  void set(LineageRow row) {
    written.put(row.field(), row.value());
    lineage.add(row);
  }

  /** What a field holds after all. */
  @Nullable Value after(String field) {
    return written.containsKey(field) ? written.get(field) : view.value(field);
  }

  Map<String, @Nullable Value> after() {
    Map<String, @Nullable Value> after = new HashMap<>(view.values());
    after.putAll(written);
    return after;
  }

  boolean isChanged() {
    return !lineage.isEmpty();
  }

  /** Whether another feed's work on the entity may come out differently from now on. */
  boolean isTouched() {
    return isChanged() || !claims.isEmpty() || !withdrawn.isEmpty();
  }

  UUID id() {
    return view.id();
  }

  EntityView view() {
    return view;
  }

  Map<String, Pair> changes() {
    Map<String, Pair> changes = new LinkedHashMap<>();
    lineage.forEach(it -> changes.put(it.field(), new Pair(it.previous(), it.value())));
    return changes;
  }

  /** The values of lineage: of an entity that was there the only ones that are written. */
  Map<String, @Nullable Value> values(boolean isNew) {
    Map<String, @Nullable Value> values = new LinkedHashMap<>();
    written.forEach(
        (field, value) -> {
          if (isNew || !Objects.equals(value, view.value(field))) {
            values.put(field, value);
          }
        });
    return values;
  }
}
