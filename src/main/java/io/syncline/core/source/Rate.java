package io.syncline.core.source;

/**
 * How often an operation may be called.
 *
 * @param perSecond what is allowed for ever
 * @param burst what is allowed at once after a long rest
 */
public record Rate(double perSecond, int burst) {

  public Rate {
    if (!(perSecond > 0) || perSecond > 1_000 || burst < 1) {
      throw new IllegalArgumentException(
          "a rate of " + perSecond + " a second with a burst of " + burst);
    }
  }
}
