package io.syncline.sandbox.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The faults that hit one request. */
public record Strike(List<Fault> faults) {

  public Strike {
    faults = List.copyOf(faults);
  }

  public boolean has(FaultKind kind) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind);
  }

  /** Refuses the request where that fault hit it. */
  public void refuse(FaultKind kind, Supplier<Refusal> refusal) {
    Refusal.when(has(kind), refusal);
  }

  public Duration delay(FaultKind kind) {
    return faults.stream()
        .filter(fault -> fault.kind() == kind)
        .map(Fault::delay)
        .findFirst()
        .orElse(Duration.ZERO);
  }

  /** The body as these faults leave it. */
  public String spoil(String body) {
    if (has(FaultKind.GARBAGE)) {
      return "<!DOCTYPE html><html><body><h1>We'll be right back</h1></body></html>";
    }
    return has(FaultKind.TRUNCATED) ? body.substring(0, body.length() / 2) : body;
  }

  public Reply slowDown(Reply reply) {
    if (has(FaultKind.DRIP)) {
      return reply.dripping(delay(FaultKind.DRIP));
    }
    return has(FaultKind.SLOW) ? reply.after(delay(FaultKind.SLOW)) : reply;
  }
}
