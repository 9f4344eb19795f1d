package io.syncline.core.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in the queue.
 *
 * @param from when the run is to be led; none for one that is led at once
 * @param route what leads it then
 * @param owner the process that alone does so; any where there is none
 */
record QueuePlace(@Nullable Instant from, @Nullable String route, @Nullable String owner) {
  static final QueuePlace NONE = new QueuePlace(null, null, null);
}
