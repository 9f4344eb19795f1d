package io.syncline.command;

import io.syncline.core.run.RunOutcome;

/** What a cloud job learns from a command. */
final class ExitCodes {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int PARTIAL = 2;
  static final int BAD_USAGE = 3;

  private ExitCodes() {}

  static int of(RunOutcome outcome) {
    return switch (outcome) {
      case COMPLETED -> DONE;
      case PARTIAL -> PARTIAL;
      case RUNNING, FAILED, CANCELLED -> FAILED;
    };
  }
}
