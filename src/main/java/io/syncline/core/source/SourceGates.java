package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;
import io.syncline.core.run.AfterRun;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What every call passes before it goes out: the run goes on, the limiter lets it through, the
 * budget has a call left, the source's gate lets it through, and it is counted; retries pass again.
 */
@Component
final class SourceGates implements AfterRun {
  private final CallBudget budget;
  private final SourceBuckets buckets;
  private final SourcePaces paces;
  private final SourceSettings settings;
  private final Clock clock;
  private final Map<String, SourceGate> gates = new ConcurrentHashMap<>();

  SourceGates(
      CallBudget budget,
      SourceBuckets buckets,
      SourcePaces paces,
      SourceSettings settings,
      Clock clock) {
    this.budget = budget;
    this.buckets = buckets;
    this.paces = paces;
    this.settings = settings;
    this.clock = clock;
  }

  void enter(SourceProfile source, ActiveRun run) {
    SourceGate gate = of(source);
    gate.check(run);
    gate.enter(source, run);
    budget.take(source);
    run.tally().call();
  }

  /**
   * The gate of the credential, or of an operation of it; one that allows something else than the
   * profile makes way.
   */
  SourceGate of(SourceProfile source) {
    return gates.compute(
        key(source), (name, gate) -> gate != null && gate.fits(source) ? gate : gate(source));
  }

  /** No name holds what parts it from the operation: that would be another credential's. */
  private static String key(SourceProfile source) {
    String bucket = source.manner().bucket();
    return bucket.isEmpty() ? source.name() : source.name() + "\n" + bucket;
  }

  private SourceGate gate(SourceProfile source) {
    Optional<Pacer> pacer = source.manner().pace().map(pace -> pacer(pace, source));
    if (pacer.isPresent()) {
      return new PacedGate(source, pacer.get(), buckets, settings, clock);
    }
    Limiter limiter =
        source.manner().pacedTogether()
            ? new SharedLimiter(source, paces)
            : new SlidingWindowLimiter(source.perSecond(), source.perMinute(), System::nanoTime);
    return new CredentialGate(source, limiter, settings.stopAfterRefusals());
  }

  private Pacer pacer(Pace pace, SourceProfile source) {
    if (pace instanceof Pace.OfOperations all) {
      String operation = source.manner().operation();
      Rate rate = all.rates().get(operation);
      if (rate == null) {
        throw new IllegalArgumentException(source.name() + " has no rate for " + operation);
      }
      return new BucketPacer(buckets, rate, all.header());
    }
    return new CostPacer(buckets, ((Pace.OfCosts) pace).reading(), System::nanoTime);
  }

  /** Gates of credentials that nobody uses any more go: there may be new ones in each run. */
  @Override
  public void after(ActiveRun run) {
    gates.values().forEach(gate -> gate.leave(run));
    gates.values().removeIf(SourceGate::isIdle);
  }

  @Override
  public void parked(ActiveRun run) {
    after(run);
  }
}
