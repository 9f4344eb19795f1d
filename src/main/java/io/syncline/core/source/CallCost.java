package io.syncline.core.source;

/**
 * What a source says a call cost, in points of its own.
 *
 * @param requested what was asked for before it was carried out
 * @param available what is left of the credential's points
 * @param maximum what there is of them after a long rest
 * @param perSecond how many come back
 */
public record CallCost(double requested, double available, double maximum, double perSecond) {

  /** Whether it can be reckoned with: figures of a source are no more than text. */
  boolean isSound() {
    return requested >= 0
        && available >= 0
        && maximum > 0
        && perSecond > 0
        && Double.isFinite(requested + available + maximum + perSecond);
  }
}
