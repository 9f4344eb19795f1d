package io.syncline.clientapi.sweep;

import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.RowError;
import io.syncline.core.error.Severity;
import io.syncline.core.write.Composed;
import io.syncline.core.write.Composition;
import io.syncline.core.write.Outcomes;
import io.syncline.core.write.StagingTx;
import java.util.List;

/** A step of a sweep, which moves its cursor in the transaction of what it does. */
public interface SweepStep extends Composition {

  SweptType swept();

  Sweep sweep();

  @Override
  default String name() {
    return swept().stream().name();
  }

  @Override
  default int size() {
    return 0;
  }

  @Override
  default List<Composition> halves() {
    return List.of();
  }

  /** A listing that is not whole marks nothing. */
  @Override
  default Composed refused(StagingTx staging, String reason) {
    return refusedBy(reason, sweep().ended("partial", "staging refused an id: " + reason));
  }

  default Composed refusedBy(String reason, Sweep after) {
    RowError error =
        new RowError(swept().type(), null, ErrorKind.DB.code(), reason, Severity.ERROR);
    return moved(after).saying(List.of(error));
  }

  default Composed moved(Sweep after) {
    return Composed.of(List.of(), Outcomes.NONE).moving(after.move(swept().cursor()));
  }
}
