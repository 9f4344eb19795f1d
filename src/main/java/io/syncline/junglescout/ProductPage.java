package io.syncline.junglescout;

import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The products of a chunk.
 *
 * @param products those asked for, by ASIN
 * @param rejected those asked for of which there is nothing to store
 * @param complete whether the answer was read to its end
 */
record ProductPage(
    Chunk chunk,
    Map<String, ProductMapper.Mapped> products,
    List<RejectedRecord> rejected,
    boolean complete)
    implements Page {

  @Override
  public List<SyncRecord> records() {
    return products.values().stream().map(ProductMapper.Mapped::record).toList();
  }

  /** All that were there, whether there is something to store of them or not. */
  Set<String> asins() {
    Set<String> asins = new HashSet<>(products.keySet());
    rejected.forEach(item -> asins.add(item.key()));
    return asins;
  }
}
