package io.syncline.sandbox;

import java.util.List;

/** How a product is related to others; a standalone product has an empty parent. */
record Family(String asin, String parent, List<String> children) {

  Family {
    children = List.copyOf(children);
  }

  boolean isParent() {
    return asin.equals(parent);
  }

  boolean isVariant() {
    return !isParent() && !isStandalone();
  }

  boolean isStandalone() {
    return parent.isEmpty();
  }

  // Jungle Scout reports the sales of the whole family for every variant.
  String salesAsin() {
    return isStandalone() ? asin : parent;
  }
}
