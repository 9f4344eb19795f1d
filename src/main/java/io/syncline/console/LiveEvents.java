package io.syncline.console;

import io.syncline.core.run.BackgroundLoop;
import io.syncline.core.run.RunPulse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells open pages that the ledger has changed, whichever instance changed it: {@code ledger} when
 * any run stands otherwise than before, {@code run} when the one that a page shows does. An event
 * says no more than that; the page asks for what it shows. While no page is open nothing is asked.
 */
@Component
final class LiveEvents implements SmartLifecycle {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Then the browser comes again, and with it the question who it is. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  /** A proxy between may close what is silent; so often nothing is said. */
  private static final int TURNS_OF_SILENCE = 15;

  /** Each is a connection of the container; the oldest gives way. */
  private static final int MOST = 1000;

  private final RunPulse pulse;
  private final Queue<Listener> listeners = new ConcurrentLinkedQueue<>();
  private final Queue<Listener> fresh = new ConcurrentLinkedQueue<>();
  private final BackgroundLoop loop = BackgroundLoop.resting("live-events", PAUSE, this::look);
  private Map<UUID, String> marks = new HashMap<>();
  private int silent;

  LiveEvents(RunPulse pulse) {
    this.pulse = pulse;
  }

  private record Listener(SseEmitter emitter, Optional<UUID> run) {}

  /** A stream of events for a page, and of the run that it shows. */
  SseEmitter open(Optional<UUID> run) {
    SseEmitter emitter = new SseEmitter(LIFE.toMillis());
    Listener listener = new Listener(emitter, run);
    emitter.onCompletion(() -> listeners.remove(listener));
    emitter.onTimeout(emitter::complete);
    listeners.add(listener);
    fresh.add(listener);
    while (listeners.size() > MOST) {
      Optional.ofNullable(listeners.poll()).ifPresent(oldest -> oldest.emitter().complete());
    }
    send(listener, SseEmitter.event().comment("open"));
    return emitter;
  }

  /** How many pages listen. */
  int size() {
    return listeners.size();
  }

  void look() {
    if (listeners.isEmpty()) {
      marks = new HashMap<>();
      fresh.clear();
      return;
    }
    List<Listener> come = List.copyOf(fresh);
    Set<UUID> watched =
        listeners.stream().flatMap(it -> it.run().stream()).collect(Collectors.toSet());
    Map<UUID, String> before = marks;
    marks = pulse.marks(watched);
    come.forEach(this::greet);
    boolean changed = !before.isEmpty() && !before.equals(marks);
    silent = changed ? 0 : silent + 1;
    if (changed) {
      List.copyOf(listeners).forEach(it -> tell(it, before));
    } else if (silent % TURNS_OF_SILENCE == 0) {
      List.copyOf(listeners).forEach(it -> send(it, SseEmitter.event().comment("")));
    }
  }

  /** What has changed between the page and the first look would never be said otherwise. */
  private void greet(Listener listener) {
    fresh.remove(listener);
    send(listener, SseEmitter.event().name("ledger").data(1));
    listener.run().ifPresent(run -> send(listener, SseEmitter.event().name("run").data(1)));
  }

  private void tell(Listener listener, Map<UUID, String> before) {
    send(listener, SseEmitter.event().name("ledger").data(1));
    listener
        .run()
        .filter(run -> before.containsKey(run) && !before.get(run).equals(marks.get(run)))
        .ifPresent(run -> send(listener, SseEmitter.event().name("run").data(1)));
  }

  /**
   * Some bytes a second at most, for five minutes: what a socket that nobody reads takes without
   * holding the loop.
   */
  private void send(Listener listener, SseEmitter.SseEventBuilder event) {
    try {
      listener.emitter().send(event);
    } catch (IOException | IllegalStateException e) {
      listeners.remove(listener);
    }
  }

  @Override
  public void start() {
    loop.start();
  }

  /** An open stream would keep the container from ending. */
  @Override
  public void stop() {
    loop.stop(PAUSE);
    List.copyOf(listeners).forEach(it -> it.emitter().complete());
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }
}
