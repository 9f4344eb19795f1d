package io.syncline.core.run;

/**
 * What a run may write under: a number that rises with each grant of its scope, and the
 * installation whose number it is in production.
 */
public record Fence(long number, String installation) {

  /** The row of production's {@code sync_fence} that has the number of a scope. */
  public static String row(String installation, String scope) {
    return installation + "/" + scope;
  }
}
