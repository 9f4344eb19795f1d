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
  private final SourceSettings settings;
  private final Map<String, SourceGate> gates = new ConcurrentHashMap<>();

  SourceGates(CallBudget budget, SourceSettings settings) {
    this.budget = budget;
    this.settings = settings;
  }

  void enter(SourceProfile source, ActiveRun run) {
    SourceGate gate = of(source);
    gate.check(run);
    gate.enter(run);
    budget.take(source);
    run.tally().call();
  }

  SourceGate of(SourceProfile source) {
    return gates.computeIfAbsent(
        source.name(), name -> new SourceGate(source, settings.stopAfterRefusals()));
  }

  @Override
  public void after(ActiveRun run) {
    gates.values().forEach(SourceGate::reopen);
  }
}
