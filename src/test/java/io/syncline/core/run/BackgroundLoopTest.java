package io.syncline.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BackgroundLoopTest {
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final BackgroundLoops loops = new BackgroundLoops(metrics);
  private final AtomicInteger turns = new AtomicInteger();
  private BackgroundLoop loop;

  @AfterEach
  void the_loop_ends() {
    loop.stop(Duration.ZERO);
  }

  static Stream<Throwable> whatever_a_turn_may_throw() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new NoClassDefFoundError("io/syncline/Gone"),
        new AssertionError("never"),
        new InterruptedException("not by us"),
        new IllegalStateException("odd"));
  }

  @Test
  void a_loop_that_was_never_started_can_be_stopped() {
    loop = BackgroundLoop.resting("example", PAUSE, turns::incrementAndGet);
    loop.stop(Duration.ZERO);
    assertThat(loop.isRunning()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("whatever_a_turn_may_throw")
  void the_next_turn_comes_and_the_log_says_why(Throwable thrown, CapturedOutput output) {
    start(
        () -> {
          if (turns.incrementAndGet() < 3) {
            throwAsIs(thrown);
          }
        });
    Awaitility.await().atMost(LONG).until(() -> turns.get() > 3);
    assertThat(output.getAll())
        .contains("turn failed, the next one comes loop=example")
        .contains(thrown.toString());
  }

  @Test
  void more_to_do_is_done_without_a_pause() {
    loop =
        new BackgroundLoop("example", Duration.ofMillis(500), () -> turns.incrementAndGet() < 100);
    loop.start();
    Awaitility.await().atMost(LONG).until(() -> turns.get() >= 100);
    loop.stop(LONG);
    assertThat(turns.get()).isBetween(100, 150);
  }

  @Test
  void a_loop_that_has_no_turn_is_late_and_its_gauge_rises_until_it_has_one() {
    CountDownLatch hanging = new CountDownLatch(1);
    start(
        () -> {
          if (turns.incrementAndGet() == 1) {
            await(hanging);
          }
        });
    Awaitility.await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(loops.late()).containsExactly("example"));
    double age = age();
    assertThat(age).isPositive();
    Awaitility.await().atMost(LONG).until(() -> age() > age);
    hanging.countDown();
    Awaitility.await().atMost(LONG).until(() -> loops.late().isEmpty());
  }

  @Test
  void a_loop_that_fails_in_each_turn_is_not_late() {
    start(
        Duration.ofSeconds(10),
        () -> {
          turns.incrementAndGet();
          throw new OutOfMemoryError();
        });
    Awaitility.await().atMost(LONG).until(() -> turns.get() > 10);
    assertThat(loops.late()).isEmpty();
  }

  @Test
  void a_loop_that_is_stopped_is_not_late() {
    start(turns::incrementAndGet);
    Awaitility.await().atMost(LONG).until(() -> turns.get() > 0);
    loop.stop(LONG);
    assertThat(age()).isZero();
    assertThat(loops.late()).isEmpty();
  }

  private void start(Runnable turn) {
    start(Duration.ofMillis(50), turn);
  }

  private void start(Duration longestTurn, Runnable turn) {
    loop = BackgroundLoop.resting("example", PAUSE, turn).watchedBy(loops, longestTurn);
    loop.start();
  }

  private double age() {
    return metrics.get("syncline.loop.age").tag("loop", "example").gauge().value();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAsIs(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
