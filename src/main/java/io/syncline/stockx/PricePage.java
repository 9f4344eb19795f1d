package io.syncline.stockx;

import io.syncline.core.record.Page;
import io.syncline.core.record.RejectedRecord;
import io.syncline.core.record.SyncRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read of a product.
 *
 * @param notes of secondary amounts that were left out
 * @param currencies those whose market arrived whole
 * @param error why not all did; empty when all did
 */
record PricePage(
    Target target,
    List<SyncRecord> records,
    List<RejectedRecord> rejected,
    List<String> notes,
    List<String> currencies,
    String error)
    implements Page {

  static PricePage empty(Target target) {
    return new PricePage(
        target, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), "");
  }

  PricePage lacking(String error) {
    return new PricePage(target, records, rejected, notes, currencies, error);
  }

  /** How many are stored: of a variant that a market has twice the last price counts. */
  long prices() {
    return records.stream()
        .map(record -> List.of(record.value(0), record.value(1), record.value(2)))
        .distinct()
        .count();
  }

  /** Whether everything that was asked for arrived. */
  boolean isWhole(int regions) {
    return currencies.size() == regions && error.isEmpty();
  }
}
