package io.syncline.core.error;

/** One reason not to start and what to do about it; never carries a secret. */
public record StartupProblem(String what, String action) {

  public String sentence() {
    return what + " " + action;
  }
}
