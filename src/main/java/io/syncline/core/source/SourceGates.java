package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What every call passes before it goes out: the run goes on, the limiter lets it through, the
 * budget has a call left, the source's gate lets it through, and it is counted; retries pass again.
 */
@Component
final class SourceGates implements AfterRun {
  private final CallBudget budget;
  private final SourcePaces paces;
  private final SourceSettings settings;
  private final Map<String, SourceGate> gates = new ConcurrentHashMap<>();

  SourceGates(CallBudget budget, SourcePaces paces, SourceSettings settings) {
    this.budget = budget;
    this.paces = paces;
    this.settings = settings;
  }

  void enter(SourceProfile source, ActiveRun run) {
    SourceGate gate = of(source);
    gate.check(run);
    gate.enter(run);
    budget.take(source);
    run.tally().call();
  }

  /** The gate of the credential; one that allows something else than the profile makes way. */
  SourceGate of(SourceProfile source) {
    return gates.compute(
        source.name(), (name, gate) -> gate != null && gate.fits(source) ? gate : gate(source));
  }

  private SourceGate gate(SourceProfile source) {
    Limiter limiter =
        source.manner().pacedTogether()
            ? new SharedLimiter(source, paces)
            : new SlidingWindowLimiter(source.perSecond(), source.perMinute(), System::nanoTime);
    return new SourceGate(source, limiter, settings.stopAfterRefusals());
  }

  /** Gates of credentials that nobody uses any more go: there may be new ones in each run. */
  @Override
  public void after(ActiveRun run) {
    gates.values().forEach(SourceGate::reopen);
    gates.values().removeIf(SourceGate::isIdle);
  }
}
