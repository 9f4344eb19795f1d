package io.syncline.core.source;

import java.util.Optional;

/** Finds in an answer what its call cost. */
@FunctionalInterface
public interface CostReading {

  /** Empty: the answer does not say so. */
  Optional<CallCost> of(SourceAnswer answer);
}
