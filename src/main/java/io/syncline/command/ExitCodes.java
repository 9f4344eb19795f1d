package io.syncline.command;

import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.RunOutcome;
import java.util.Set;

/** What a cloud job learns from a command. */
final class ExitCodes {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int PARTIAL = 2;
  static final int BAD_USAGE = 3;

  /** What the caller has to word otherwise. */
  private static final Set<Integer> BAD_REQUEST = Set.of(400, 404, 422);

  private ExitCodes() {}

  static int of(RequestRefused refused) {
    return BAD_REQUEST.contains(refused.problem().status()) ? BAD_USAGE : FAILED;
  }

  static int of(RunOutcome outcome) {
    return switch (outcome) {
      case COMPLETED -> DONE;
      case PARTIAL -> PARTIAL;
      case RUNNING, FAILED, CANCELLED -> FAILED;
    };
  }
}
