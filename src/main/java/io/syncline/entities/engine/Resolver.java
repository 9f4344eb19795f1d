package io.syncline.entities.engine;

import io.syncline.entities.engine.mapping.Authority;
import io.syncline.entities.engine.mapping.Contender;
import io.syncline.entities.engine.mapping.FieldPolicy;
import io.syncline.entities.engine.state.Claim;
import io.syncline.entities.engine.state.Newest;
import io.syncline.entities.engine.value.FieldType;
import io.syncline.entities.engine.value.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a field holds: a pure function of its claims, its value and its newest lineage
 * (mapping#6-resolution-and-conflicts).
 */
final class Resolver {
  private final FieldPolicy policy;
  private final @Nullable Value current;
  private final @Nullable Newest newest;

  private Resolver(FieldPolicy policy, @Nullable Value current, @Nullable Newest newest) {
    this.policy = policy;
    this.current = current;
    this.newest = newest;
  }

  /** A claim with what its mapping makes of it now. */
  private record Live(Claim claim, Contender contender) {

    boolean has(Authority authority) {
      return contender.authority() == authority;
    }

    String feedId() {
      return claim.feedId().toString();
    }
  }

  static Resolution resolve(
      FieldPolicy policy, @Nullable Value current, @Nullable Newest newest, List<Claim> claims) {
    return new Resolver(policy, current, newest).resolve(claims);
  }

  private Resolution resolve(List<Claim> claims) {
    List<Live> live = claims.stream().map(this::live).flatMap(Optional::stream).toList();
    Optional<Live> truth =
        live.stream().filter(it -> it.has(Authority.SOURCE_OF_TRUTH)).min(firstOfAll());
    if (isEdited() && truth.filter(it -> it.contender.priority() > appPriority()).isEmpty()) {
      return new Resolution(current, null, true);
    }
    if (truth.isPresent()) {
      return new Resolution(truth.get().claim.value(), truth.get().contender, true);
    }
    if (current != null || isCleared()) {
      return new Resolution(current, null, false);
    }
    return live.stream()
        .filter(it -> it.has(Authority.REFERENCE) && it.claim.value() != null)
        .min(firstOfReferences())
        .map(it -> new Resolution(it.claim.value(), it.contender, false))
        .orElseGet(() -> new Resolution(null, null, false));
  }

  /** A claim whose mapping is gone does not live. */
  private Optional<Live> live(Claim claim) {
    return Optional.ofNullable(policy.contender(claim.feedId())).map(it -> new Live(claim, it));
  }

  private Comparator<Live> firstOfAll() {
    return Comparator.<Live>comparingInt(it -> -it.contender.priority())
        .thenComparing(it -> !isOwner(it))
        .thenComparing(it -> it.claim.assertedAt())
        .thenComparing(Live::feedId);
  }

  private static Comparator<Live> firstOfReferences() {
    return Comparator.<Live>comparingInt(it -> -it.contender.priority())
        .thenComparing(it -> it.claim.assertedAt())
        .thenComparing(Live::feedId);
  }

  private boolean isOwner(Live live) {
    return newest != null && holdsNewest() && live.claim.feedId().equals(newest.feedId());
  }

  /** In a tie an edit stays: who says the present value is its owner. */
  private boolean isEdited() {
    return policy.appPriority() != null && newest != null && newest.isOfApp() && holdsNewest();
  }

  private int appPriority() {
    return Objects.requireNonNull(policy.appPriority());
  }

  private boolean holdsNewest() {
    FieldType type = policy.field().type();
    return newest != null && type.same(newest.value(), current);
  }

  private boolean isCleared() {
    return newest != null && newest.value() == null;
  }
}
