package io.syncline.core.write;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.write.ComposedStatements.Written;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compositions on their way, one after the other: the staging branch leaves here what it committed
 * of each, and the production branch, which starts after it on the same thread, takes just that.
 */
public final class ComposedDelivery implements OnItsWay {
  private final ActiveRun run;
  private final boolean together;
  private final Deque<Todo> unstaged = new ArrayDeque<>();
  private final List<Staged> staged = new ArrayList<>();
  private @Nullable Written attempted;

  /**
   * A composition, or a part of one, that staging still lacks.
   *
   * @param refusal why staging refused its one row
   */
  record Todo(UUID id, Composition composition, Optional<String> refusal) {
    static Todo of(Composition composition) {
      return new Todo(UUID.randomUUID(), composition, Optional.empty());
    }
  }

  /** What staging has of a composition. */
  record Staged(UUID id, String name, Composed composed, Instant at) {}

  /**
   * @param together whether a rehearsal tries one upon the other
   */
  ComposedDelivery(ActiveRun run, List<Composition> all, boolean together) {
    this.run = run;
    this.together = together;
    all.forEach(composition -> unstaged.add(Todo.of(composition)));
  }

  @Override
  public ActiveRun run() {
    return run;
  }

  @Override
  public List<Left> left() {
    return staged.stream().map(ComposedDelivery::left).toList();
  }

  static Left left(Staged batch) {
    return new Left(batch.id(), batch.composed().outcomes().written(), batch.name());
  }

  boolean together() {
    return together;
  }

  Deque<Todo> unstaged() {
    return unstaged;
  }

  /** What is about to be committed of the first that staging lacks. */
  void attempted(Written written) {
    attempted = written;
  }

  Written attempted() {
    return Objects.requireNonNull(attempted);
  }

  List<Staged> staged() {
    return List.copyOf(staged);
  }

  /** It is committed, and production's turn if it is to have anything of it. */
  void stagedOne(Staged one) {
    if (!one.composed().delivered().isEmpty()) {
      staged.add(one);
    }
  }

  void appliedOne(Staged one) {
    staged.remove(one);
  }
}
