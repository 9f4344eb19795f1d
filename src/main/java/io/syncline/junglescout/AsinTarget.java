package io.syncline.junglescout;

/** One product to read: its ASIN, the days of sales to read, and in words since when. */
record AsinTarget(String asin, Span sales, String since) {

  @Override
  public String toString() {
    return asin;
  }
}
