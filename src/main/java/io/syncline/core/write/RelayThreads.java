package io.syncline.core.write;

import io.syncline.core.run.BackgroundLoop;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the {@link Relay} going: starts before the routes, stops after them. */
@Component
final class RelayThreads implements SmartLifecycle {
  private static final int BEFORE_ROUTES = 0;
  private static final Duration TIME_TO_FINISH = Duration.ofSeconds(3);

  private final BackgroundLoop loop;

  RelayThreads(Relay relay, RelaySettings settings) {
    this.loop = new BackgroundLoop("relay", settings.interval(), relay::drain);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop(TIME_TO_FINISH);
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  @Override
  public int getPhase() {
    return BEFORE_ROUTES;
  }
}
