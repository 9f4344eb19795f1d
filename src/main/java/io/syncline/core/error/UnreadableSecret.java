package io.syncline.core.error;

/** A secret is kept and does not open: never the same as none. */
public final class UnreadableSecret extends SyncFailure {
  private static final long serialVersionUID = 1L;

  private UnreadableSecret(String message) {
    super(ErrorKind.OTHER, StopReason.SECRET_UNREADABLE, message, null);
  }

  /** Names whose it is, and what helps. */
  public static UnreadableSecret of(String owner) {
    return new UnreadableSecret(
        "the stored secret of "
            + owner
            + " does not open with SYNCLINE_KEYSET: set the key that sealed it, or give it anew");
  }
}
