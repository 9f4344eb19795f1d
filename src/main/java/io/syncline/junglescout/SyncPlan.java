package io.syncline.junglescout;

import java.util.ArrayList;
import java.util.List;

/** What a run is going to read: chunks of as many products as one product call takes. */
record SyncPlan(List<Chunk> chunks) {

  SyncPlan {
    chunks = List.copyOf(chunks);
  }

  /** Chunks of so many targets, numbered from the first; sales alone are one chunk. */
  static SyncPlan of(SyncOrder parameters, List<AsinTarget> targets, int first, int size) {
    int most = parameters.mode() == Mode.SALES ? Math.max(targets.size(), 1) : size;
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < targets.size(); from += most) {
      chunks.add(
          new Chunk(
              first + chunks.size(),
              parameters.marketplace(),
              parameters.mode(),
              targets.subList(from, Math.min(from + most, targets.size()))));
    }
    return new SyncPlan(chunks);
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
