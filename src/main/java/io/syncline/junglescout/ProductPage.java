package io.syncline.junglescout;

import io.syncline.core.record.RejectedRecord;
import io.syncline.junglescout.SyncPlan.Chunk;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The products of a chunk.
 *
 * @param products those asked for, by ASIN
 * @param unreadable those asked for of which there is nothing to store, by ASIN
 * @param complete whether the answer was read to its end
 */
record ProductPage(
    Chunk chunk,
    Map<String, ProductMapper.Mapped> products,
    Map<String, RejectedRecord> unreadable,
    boolean complete) {

  /** All that were there, whether there is something to store of them or not. */
  Set<String> asins() {
    Set<String> asins = new HashSet<>(products.keySet());
    asins.addAll(unreadable.keySet());
    return asins;
  }
}
