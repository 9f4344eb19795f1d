package io.syncline.core.write;

import io.syncline.core.run.ActiveRun;
import java.util.List;
import java.util.UUID;

/** What is on its way to production and may have to be left to the relay. */
public sealed interface OnItsWay permits Delivery, ComposedDelivery {

  ActiveRun run();

  /** What staging has and production still lacks. */
  List<Left> left();

  /** A batch as people are told of it. */
  record Left(UUID batch, int records, String stream) {}
}
