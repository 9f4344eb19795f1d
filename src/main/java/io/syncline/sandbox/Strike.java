package io.syncline.sandbox;

import java.time.Duration;
import java.util.List;

/** The faults that hit one request. */
record Strike(List<Fault> faults) {

  Strike {
    faults = List.copyOf(faults);
  }

  boolean has(FaultKind kind) {
    return faults.stream().anyMatch(fault -> fault.kind() == kind);
  }

  Duration delay(FaultKind kind) {
    return faults.stream()
        .filter(fault -> fault.kind() == kind)
        .map(Fault::delay)
        .findFirst()
        .orElse(Duration.ZERO);
  }

  Reply slowDown(Reply reply) {
    if (has(FaultKind.DRIP)) {
      return reply.dripping(delay(FaultKind.DRIP));
    }
    return has(FaultKind.SLOW) ? reply.after(delay(FaultKind.SLOW)) : reply;
  }
}
