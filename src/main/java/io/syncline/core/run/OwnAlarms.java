package io.syncline.core.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * The alarms of a process that leads its own runs to their end and nobody else's, as a command
 * does. Threads may share it.
 */
@Component
@ConditionalOnProperty(name = "syncline.run.queue", havingValue = "own")
final class OwnAlarms implements RunAlarms, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAlarms.class);

  private final ObjectProvider<RunQueue> queue;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor threads;
  private final Map<UUID, ScheduledFuture<?>> set = new ConcurrentHashMap<>();

  OwnAlarms(ObjectProvider<RunQueue> queue, RunSettings settings, Clock clock) {
    this.queue = queue;
    this.clock = clock;
    this.threads =
        new ScheduledThreadPoolExecutor(
            settings.runsAtOnce(), task -> Daemons.of(task, "queued-run"));
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    threads.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void set(UUID run, Instant when) {
    Duration wait = Duration.between(clock.instant(), when);
    set.compute(
        run,
        (id, before) -> {
          if (before != null) {
            before.cancel(false);
          }
          return threads.schedule(() -> resume(id), wait.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  private void resume(UUID run) {
    set.remove(run);
    try {
      queue.getObject().resume(run);
    } catch (RuntimeException | Error e) { // found again by the sweep
      LOG.warn("run not led on run={} cause={}", run, e.getClass().getSimpleName());
    }
  }

  @Override
  public List<UUID> withoutDue(List<UUID> runs) {
    return runs.stream().filter(run -> !isDue(set.get(run))).toList();
  }

  private static boolean isDue(@Nullable ScheduledFuture<?> alarm) {
    return alarm != null && alarm.getDelay(TimeUnit.MILLISECONDS) <= 0;
  }

  @Override
  public boolean isOwn() {
    return true;
  }

  @Override
  public void destroy() {
    threads.shutdown();
  }
}
