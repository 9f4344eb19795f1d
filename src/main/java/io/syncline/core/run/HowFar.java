package io.syncline.core.run;

/**
 * How far a run has come in what it counts by, such as products.
 *
 * @param total how many there are; 0 while nobody knows
 */
public record HowFar(long reached, long total) {}
