package io.syncline.core.write;

import io.syncline.core.run.ActiveRun;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch on its way. The staging branch of the multicast leaves here what it committed, and the
 * production branch, which starts after it on the same thread, takes just that.
 */
public final class Delivery {
  private final ActiveRun run;
  private final Batch batch;
  private final List<Batch> staged = new ArrayList<>();

  Delivery(ActiveRun run, Batch batch) {
    this.run = run;
    this.batch = batch;
  }

  ActiveRun run() {
    return run;
  }

  Batch batch() {
    return batch;
  }

  List<Batch> staged() {
    return List.copyOf(staged);
  }

  void stagedOne(Batch part) {
    staged.add(part);
  }

  void appliedOne(Batch part) {
    staged.remove(part);
  }
}
