package io.syncline.core.run;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes what needs nothing but computing on all cores at once. */
public final class AllCores {
  private AllCores() {}

  /**
   * What is made of each number below {@code many}, in their order. Threads share {@code by}; what
   * it throws first, in that order, is thrown as it is.
   */
  public static <T> List<T> made(int many, IntFunction<T> by) {
    return IntStream.range(0, many).parallel().mapToObj(i -> attempt(i, by)).toList().stream()
        .map(Supplier::get)
        .toList();
  }

  /** A pool's thread would hand on a copy of a failure, with other words. */
  private static <T> Supplier<T> attempt(int number, IntFunction<T> by) {
    try {
      T made = by.apply(number);
      return () -> made;
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }
}
