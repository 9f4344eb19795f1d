package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is computed beside each other comes back as if it were computed one by one. */
class AllCoresTest {

  @Test
  void what_is_made_stands_in_its_order() {
    assertThat(AllCores.made(10_000, i -> "r" + i))
        .isEqualTo(IntStream.range(0, 10_000).mapToObj(i -> "r" + i).toList());
    assertThat(AllCores.made(0, i -> i)).isEmpty();
  }

  /** Each half waits for the other one. */
  @Test
  void both_halves_are_made_at_once() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    ForkJoinPool two = new ForkJoinPool(2);
    try {
      assertThat(two.submit(() -> AllCores.made(2, i -> met(both))).get(30, TimeUnit.SECONDS))
          .isEqualTo(List.of(true, true));
    } finally {
      two.shutdown();
    }
  }

  @Test
  void the_first_failure_is_thrown_as_it_is() {
    IllegalStateException first = new IllegalStateException("the first");
    assertThatThrownBy(
            () ->
                AllCores.made(
                    1_000,
                    i -> {
                      if (i == 700) {
                        throw first;
                      }
                      if (i > 700) {
                        throw new IllegalArgumentException("a later one");
                      }
                      return i;
                    }))
        .isSameAs(first);
  }

  private static boolean met(CyclicBarrier both) {
    try {
      both.await(20, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
