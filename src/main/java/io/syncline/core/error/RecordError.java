package io.syncline.core.error;

/** One thing that went wrong with one record: counted and shown, the run goes on. */
public record RecordError(ErrorKind kind, String key, String message) {
  private static final int LONGEST_MESSAGE = 180;

  public RecordError {
    message =
        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
  }
}
