package io.syncline.junglescout;

/**
 * One product to read: its ASIN, whether it is read for the first time, and the sales days to read.
 */
record AsinTarget(String asin, boolean isNew, Span sales) {

  @Override
  public String toString() {
    return asin;
  }
}
