package io.syncline.clientapi.sweep;

import io.syncline.core.write.Composed;
import io.syncline.core.write.StagingTx;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The end of a type's sweep: what was listed is of no more use. */
public record SweepEnd(SweptType swept, Sweep sweep) implements Listing {

  @Override
  public Composed compose(StagingTx staging) {
    return moved(kept(staging.client()));
  }

  @Override
  public Sweep kept(JdbcClient staging) {
    forget(swept, staging);
    return sweep;
  }

  static void forget(SweptType swept, JdbcClient staging) {
    swept.statement(staging, "DELETE FROM client_swept_ids" + SweptIds.OF).update();
  }
}
