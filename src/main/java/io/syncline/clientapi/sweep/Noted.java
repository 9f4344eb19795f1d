package io.syncline.clientapi.sweep;

import io.syncline.core.write.Composed;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.StagingTx;
import java.util.List;

/** A step of a dry run that was done without moving a cursor. */
record Noted(SweptType swept, Sweep sweep) implements SweepStep {

  @Override
  public Composed compose(StagingTx staging) {
    return Composed.of(List.of(), Outcomes.NONE);
  }
}
