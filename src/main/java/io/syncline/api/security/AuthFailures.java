package io.syncline.api.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts wrong credentials by address: after ten within a minute that address is told to wait, and
 * nothing it offers is looked at until the minute is over. Requests without credentials do not
 * count. Keeps at most 10,000 addresses, the oldest go first. Threads may share it.
 */
@Component
final class AuthFailures {
  private static final Logger LOG = LoggerFactory.getLogger(AuthFailures.class);
  private static final int ALLOWED = 10;
  private static final int ADDRESSES = 10_000;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Clock clock;
  private final Map<String, Window> windows = new LinkedHashMap<>();

  private record Window(Instant since, int failures) {}

  AuthFailures(Clock clock) {
    this.clock = clock;
  }

  synchronized void count(String address) {
    LOG.warn("wrong credentials address={}", address);
    Instant now = clock.instant();
    Window window = windows.remove(address);
    windows.put(
        address,
        window == null || isOver(window, now)
            ? new Window(now, 1)
            : new Window(window.since, window.failures + 1));
    if (windows.size() > ADDRESSES) {
      windows.remove(windows.keySet().iterator().next());
    }
  }

  /** How long that address must wait, or empty when it need not. */
  synchronized Optional<Duration> blockedFor(String address) {
    Window window = windows.get(address);
    Instant now = clock.instant();
    if (window == null || window.failures < ALLOWED || isOver(window, now)) {
      return Optional.empty();
    }
    return Optional.of(Duration.between(now, window.since.plus(WINDOW)));
  }

  private static boolean isOver(Window window, Instant now) {
    return !now.isBefore(window.since.plus(WINDOW));
  }
}
