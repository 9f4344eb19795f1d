package io.syncline.core.write;

import io.syncline.core.record.SyncRecord;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.stream.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A batch on its way. The staging branch of the multicast leaves here what it committed, and the
 * production branch, which starts after it, takes just that; by {@code core.write-behind} on
 * another thread, which writes nothing that the run reads meanwhile.
 */
public final class Delivery implements OnItsWay {
  private final ActiveRun run;
  private final Batch batch;
  private final Deque<Batch> unstaged = new ArrayDeque<>();
  private final List<Batch> staged = new ArrayList<>();
  private final List<SyncRecord> refused = new ArrayList<>();
  private final Set<UUID> tried = new HashSet<>();
  private final Set<UUID> unlike = new HashSet<>();

  public Delivery(ActiveRun run, Batch batch) {
    this.run = run;
    this.batch = batch;
    unstaged.add(batch);
  }

  /**
   * Of what deliveries left as their bodies, the records that staging refused: they were found and
   * are not stored.
   */
  public static Set<SyncRecord> refusedOf(List<?> bodies) {
    return bodies.stream()
        .filter(Delivery.class::isInstance)
        .flatMap(body -> ((Delivery) body).refused().stream())
        .collect(Collectors.toSet());
  }

  /** The records that staging refused, in a dry run those that it would refuse. */
  public List<SyncRecord> refused() {
    return List.copyOf(refused);
  }

  void refusedOnes(List<SyncRecord> records) {
    refused.addAll(records);
  }

  @Override
  public ActiveRun run() {
    return run;
  }

  @Override
  public List<Left> left() {
    return staged.stream().map(Delivery::left).toList();
  }

  static Left left(Batch part) {
    return new Left(part.id(), part.records().size(), part.stream().name());
  }

  Batch batch() {
    return batch;
  }

  /** The parts that staging still lacks, so that a further try goes on where the last one ended. */
  Deque<Batch> unstaged() {
    return unstaged;
  }

  /** Whether a part that cannot be halved fails for the first time. */
  boolean isFirstTry(Batch part) {
    return tried.add(part.id());
  }

  List<Batch> staged() {
    return List.copyOf(staged);
  }

  void stagedOne(Batch part) {
    staged.add(part);
  }

  /** Staging holds something else than the part: production is to have that. */
  void stagedUnlike(Batch part) {
    unlike.add(part.id());
    staged.add(part);
  }

  boolean isUnlike(Batch part) {
    return unlike.contains(part.id());
  }

  void appliedOne(Batch part) {
    staged.remove(part);
  }
}
