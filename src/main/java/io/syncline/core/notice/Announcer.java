package io.syncline.core.notice;

import io.syncline.core.notice.DiscordWebhook.Outcome;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.BackgroundLoops;
import io.syncline.core.run.RunRequest;
import io.syncline.core.run.RunRequest.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Tells people how a run went, one notice after the other, on a thread of its own. A notice never
 * fails, delays or rolls back a run (discord#a-notice-costs-a-run-nothing).
 */
@Component
public final class Announcer implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final int WAITING = 100;

  private final Notices notices;
  private final StateChanges changes;
  private final DiscordWebhook discord;
  private volatile long movedAt;
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          task -> new Thread(task, "notice"),
          (notice, full) -> LOG.warn("notice dropped, {} wait for Discord already", WAITING));

  Announcer(Notices notices, StateChanges changes, DiscordWebhook discord, BackgroundLoops loops) {
    this.notices = notices;
    this.changes = changes;
    this.discord = discord;
    loops.watch("notice", discord.longestSend().plusMinutes(1), this::age);
  }

  void announce(@Variable("run") ActiveRun run) {
    if (!discord.isOn() || run.isPutOff() || run.isDryRun() || isPartOfMore(run.request())) {
      return;
    }
    queue("run=" + run.id(), () -> notice(run), () -> {});
  }

  /** Tells people of what is no run's. */
  public void tell(Notice notice) {
    tell(notice, () -> {});
  }

  /** The same; then says that they know, or that there is nobody to tell. */
  public void tell(Notice notice, Runnable known) {
    if (discord.isOn()) {
      queue("about=" + notice.footer(), () -> Optional.of(notice), known);
    } else {
      known.run();
    }
  }

  private void queue(String about, Supplier<Optional<Notice>> told, Runnable known) {
    if (!isBusy()) {
      movedAt = System.nanoTime();
    }
    sender.execute(() -> tell(about, told, known));
  }

  /** A replay is of one record, and who leads a run is told of. */
  private static boolean isPartOfMore(RunRequest request) {
    return request.trigger() == Trigger.REPLAY || request.parent().isPresent();
  }

  /** How long the oldest notice has been waited for; none when there is none. */
  private Duration age() {
    return isBusy() ? Duration.ofNanos(System.nanoTime() - movedAt) : Duration.ZERO;
  }

  private boolean isBusy() {
    return sender.getActiveCount() > 0 || !sender.getQueue().isEmpty();
  }

  private void tell(String about, Supplier<Optional<Notice>> told, Runnable known) {
    try {
      told.get().ifPresent(notice -> send(about, notice, known));
    } catch (RuntimeException | Error e) {
      LOG.warn("notice failed {} cause={}", about, e.getClass().getSimpleName());
    } finally {
      movedAt = System.nanoTime();
    }
  }

  private Optional<Notice> notice(ActiveRun run) {
    RunNotice told = notices.telling(run);
    return told instanceof ChangedStates states ? changes.of(run, states.title()) : told.of(run);
  }

  private void send(String about, Notice notice, Runnable known) {
    Outcome outcome = discord.send(notice);
    if (outcome == Outcome.SENT) {
      LOG.info("notice sent {}", about);
      known.run();
    } else {
      LOG.warn("notice not sent {} outcome={}", about, outcome);
    }
  }

  @Override
  public void destroy() throws InterruptedException {
    sender.shutdown();
    if (!sender.awaitTermination(2, TimeUnit.SECONDS)) {
      sender.shutdownNow();
    }
  }
}
