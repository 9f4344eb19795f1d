package io.syncline.junglescout;

import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The numbers of workers under way, from 0 as in document 004: the lowest that is free. Threads may
 * share it.
 */
final class WorkerNumbers {
  private final ConcurrentSkipListSet<Integer> free = new ConcurrentSkipListSet<>();
  private final AtomicInteger known = new AtomicInteger();

  int take() {
    Integer number = free.pollFirst();
    return number == null ? known.getAndIncrement() : number;
  }

  void giveBack(int number) {
    free.add(number);
  }
}
