package io.syncline.clientapi.sweep;

import io.syncline.core.write.Composed;
import io.syncline.core.write.StagingTx;

/** The end of a type's sweep: what was listed is of no more use. */
public record SweepEnd(SweptType swept, Sweep sweep) implements SweepStep {

  @Override
  public Composed compose(StagingTx staging) {
    forget(swept, staging);
    return moved(sweep);
  }

  static void forget(SweptType swept, StagingTx staging) {
    swept.statement(staging.client(), "DELETE FROM client_swept_ids" + SweptIds.OF).update();
  }
}
