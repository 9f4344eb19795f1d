package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;
import java.util.Map;

/** Replaces an identity that a source does not accept any more. */
@FunctionalInterface
public interface Renewal {

  /**
   * Sees to another identity, unless another worker has done so.
   *
   * @param refused the headers that were sent
   */
  void renew(Map<String, String> refused, ActiveRun run);
}
