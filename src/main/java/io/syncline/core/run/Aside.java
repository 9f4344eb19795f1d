package io.syncline.core.run;

import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/**
 * Does something of a run on a thread beside the run's own, so that what the service computes and
 * what the databases do go on at once. Threads may share it.
 */
@Component
public final class Aside {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(task -> Daemons.of(task, "aside"));

  /** Begins the work; the answer waits for its end, and throws what it threw. */
  public <T> Supplier<T> begin(Supplier<T> work) {
    Map<String, String> words = Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
    CompletableFuture<T> begun =
        CompletableFuture.supplyAsync(
            () -> {
              MDC.setContextMap(words);
              try {
                return work.get();
              } finally {
                MDC.clear();
              }
            },
            threads);
    return () -> ended(begun);
  }

  private static <T> T ended(CompletableFuture<T> begun) {
    try {
      return begun.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdown();
  }
}
