package io.syncline.elitefactor;

import java.util.List;
import java.util.Map;

/**
 * What Yuhinkai has of a page of artisans: factors by code, as it stores them.
 *
 * @param duplicates codes that two tables know
 */
record FactorReading(List<String> codes, Map<String, String> factors, int duplicates) {

  /** Codes that no table knows, or knows without a factor. */
  List<String> notFound() {
    return codes.stream().filter(code -> !factors.containsKey(code)).toList();
  }
}
