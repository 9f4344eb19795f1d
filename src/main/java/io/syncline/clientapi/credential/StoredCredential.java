package io.syncline.clientapi.credential;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A credential with how it is getting on.
 *
 * @param status {@code pending} until it was tested, {@code connected}, or {@code error}
 * @param error what to do about it
 * @param failures runs that failed since the last that did not
 * @param run what reads it now, or is about to
 * @param isToldGone whether a hint says that a record is gone, and nobody has looked yet
 */
public record StoredCredential(
    Credential credential,
    String status,
    Optional<String> error,
    boolean isPaused,
    int failures,
    Optional<Instant> lastSyncAt,
    Optional<Instant> nextSyncAt,
    Optional<UUID> run,
    Instant createdAt,
    Instant updatedAt,
    boolean isToldGone) {
  public static final String CONNECTED = "connected";
  public static final String ERROR = "error";
}
