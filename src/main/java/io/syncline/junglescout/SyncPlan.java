package io.syncline.junglescout;

import java.util.List;

/** What a run is going to read: chunks of as many products as one product call takes. */
record SyncPlan(List<Chunk> chunks) {

  SyncPlan {
    chunks = List.copyOf(chunks);
  }

  /**
   * Products that are read together, the number of their batch among all, and how they are read.
   */
  record Chunk(int number, Marketplace marketplace, Mode mode, List<AsinTarget> targets) {

    Chunk {
      targets = List.copyOf(targets);
    }

    Chunk only(List<AsinTarget> fewer) {
      return new Chunk(number, marketplace, mode, fewer);
    }
  }
}
