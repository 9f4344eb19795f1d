package io.syncline.command;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.ActiveRuns;
import io.syncline.core.run.Progress;
import java.io.Console;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar for what takes long, on a terminal only: a log needs none. */
final class TerminalBar {
  private static final int WIDTH = 79;
  private static final int MILLIS_BETWEEN_LOOKS = 500;

  private final Optional<Consumer<String>> screen;

  TerminalBar(Optional<Consumer<String>> screen) {
    this.screen = screen;
  }

  /** Where this process was started; nowhere when its output goes to a file or another process. */
  static TerminalBar here() {
    return new TerminalBar(Optional.ofNullable(System.console()).map(TerminalBar::printing));
  }

  /** Makes room for a line of something else; the bar is drawn again below it. */
  static void clear() {
    Optional.ofNullable(System.console())
        .ifPresent(console -> printing(console).accept("\r" + " ".repeat(WIDTH) + "\r"));
  }

  private static Consumer<String> printing(Console console) {
    return text -> console.printf("%s", text).flush();
  }

  /** Does the work; the bar shows how far the run is that it leads, and how long it takes. */
  <T> T during(String task, ActiveRuns runs, Supplier<T> work) {
    if (screen.isEmpty()) {
      return work.get();
    }
    AtomicReference<ActiveRun> led = new AtomicReference<>();
    ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    try (ProgressBar bar = bar(task, screen.get())) {
      looks.scheduleWithFixedDelay(
          () -> runs.all().stream().findFirst().ifPresent(run -> look(bar, led, run)),
          0,
          MILLIS_BETWEEN_LOOKS,
          TimeUnit.MILLISECONDS);
      T result = work.get();
      Optional.ofNullable(led.get()).ifPresent(run -> look(bar, led, run));
      return result;
    } finally {
      looks.shutdownNow();
      screen.get().accept(System.lineSeparator());
    }
  }

  /** Kept for a last look: a run that is over is no longer among those of the process. */
  private static void look(ProgressBar bar, AtomicReference<ActiveRun> led, ActiveRun run) {
    led.set(run);
    run.progress(Progress.class)
        .ifPresent(
            progress -> {
              long reached = progress.reached();
              long total = progress.total();
              bar.maxHint(total == 0 ? -1 : Math.max(reached, total));
              bar.stepTo(reached);
            });
  }

  private static ProgressBar bar(String task, Consumer<String> screen) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(-1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(MILLIS_BETWEEN_LOOKS)
        .continuousUpdate()
        .setConsumer(new DelegatingProgressBarConsumer(line -> screen.accept("\r" + line), WIDTH))
        .build();
  }
}
