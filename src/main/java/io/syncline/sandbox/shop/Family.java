package io.syncline.sandbox.shop;

import java.util.List;

/** How a product is related to others; a standalone product has an empty parent. */
public record Family(String asin, String parent, List<String> children) {

  public Family {
    children = List.copyOf(children);
  }

  public boolean isParent() {
    return asin.equals(parent);
  }

  public boolean isVariant() {
    return !isParent() && !isStandalone();
  }

  public boolean isStandalone() {
    return parent.isEmpty();
  }

  // Jungle Scout reports the sales of the whole family for every variant.
  public String salesAsin() {
    return isStandalone() ? asin : parent;
  }
}
