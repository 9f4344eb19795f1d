package io.syncline.junglescout;

import java.util.ArrayList;
import java.util.List;

/** Products that are read together, the number of their batch among all, and how they are read. */
record Chunk(int number, Marketplace marketplace, Mode mode, List<AsinTarget> targets) {

  Chunk {
    targets = List.copyOf(targets);
  }

  /** Chunks of so many targets, numbered from the first; sales alone are one chunk. */
  static List<Chunk> of(SyncOrder order, List<AsinTarget> targets, int first, int size) {
    int most = order.mode() == Mode.SALES ? Math.max(targets.size(), 1) : size;
    List<Chunk> chunks = new ArrayList<>();
    for (int from = 0; from < targets.size(); from += most) {
      List<AsinTarget> some = targets.subList(from, Math.min(from + most, targets.size()));
      chunks.add(new Chunk(first + chunks.size(), order.marketplace(), order.mode(), some));
    }
    return chunks;
  }

  Chunk only(List<AsinTarget> fewer) {
    return new Chunk(number, marketplace, mode, fewer);
  }
}
