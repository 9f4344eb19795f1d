package io.syncline.entities.engine;

import io.syncline.entities.engine.change.ConflictChange;
import io.syncline.entities.engine.change.ConflictChange.Kind;
import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.Conflict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of a field's conflicts: one by losing feed, changed in place while it lasts. */
final class Conflicts {
  private final EntityView view;
  private final FieldPolicy policy;
  private final Resolution resolution;

  private Conflicts(EntityView view, FieldPolicy policy, Resolution resolution) {
    this.view = view;
    this.policy = policy;
    this.resolution = resolution;
  }

  static List<ConflictChange> of(
      EntityView view, FieldPolicy policy, Resolution resolution, List<Claim> live) {
    List<Conflict> open = view.conflicts(policy.field().name());
    if (open.isEmpty() && live.size() < 2 && resolution.winner() != null) {
      return List.of();
    }
    return new Conflicts(view, policy, resolution).changes(open, live);
  }

  private List<ConflictChange> changes(List<Conflict> open, List<Claim> live) {
    Map<UUID, Conflict> before = new HashMap<>();
    open.forEach(it -> before.put(it.losingFeedId(), it));
    List<ConflictChange> changes = new ArrayList<>();
    for (Claim claim : live) {
      if (loses(claim)) {
        Conflict conflict = conflict(claim);
        Conflict old = before.remove(claim.feedId());
        if (!conflict.equals(old)) {
          changes.add(new ConflictChange(old == null ? Kind.OPENED : Kind.CHANGED, conflict));
        }
      }
    }
    before.values().forEach(it -> changes.add(new ConflictChange(Kind.RESOLVED, it)));
    return changes;
  }

  private boolean loses(Claim claim) {
    Contender contender = policy.contender(claim.feedId());
    return contender != null
        && contender.authority() == Authority.SOURCE_OF_TRUTH
        && !claim.feedId().equals(winner())
        && !policy.field().type().same(claim.value(), resolution.value());
  }

  private Conflict conflict(Claim claim) {
    return new Conflict(
        view.id(),
        policy.field().name(),
        claim.feedId(),
        winner(),
        resolution.value(),
        claim.value());
  }

  private @Nullable UUID winner() {
    Contender winner = resolution.winner();
    return winner == null ? null : winner.feedId();
  }
}
