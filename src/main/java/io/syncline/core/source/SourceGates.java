package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What every call passes before it goes out: the run goes on, the month's budget has a call left,
 * the limiter lets it through, and it is counted; retries pass again.
 */
@Component
final class SourceGates {
  private final CallBudget budget;
  private final Map<String, SlidingWindowLimiter> limiters = new ConcurrentHashMap<>();

  SourceGates(CallBudget budget) {
    this.budget = budget;
  }

  void enter(SourceProfile source, ActiveRun run) {
    run.checkGoingOn();
    budget.take(source);
    limiter(source).enter(run);
    run.countCall();
  }

  SlidingWindowLimiter limiter(SourceProfile source) {
    return limiters.computeIfAbsent(
        source.name(),
        name -> new SlidingWindowLimiter(source.perSecond(), source.perMinute(), System::nanoTime));
  }
}
