package io.syncline.command;

/** What a cloud job learns from a command. */
final class ExitCodes {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int PARTIAL = 2;
  static final int BAD_USAGE = 3;

  private ExitCodes() {}
}
