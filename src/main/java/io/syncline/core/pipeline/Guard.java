package io.syncline.core.pipeline;

/** What a caller of an endpoint has to show. */
public enum Guard {
  /** {@code CRON_SECRET}, as a bearer token or in {@code x-cron-secret}. */
  CRON_SECRET,
  /** {@code SYNC_API_KEY} in {@code X-API-KEY}. */
  SYNC_API_KEY,
  /** A token with the role {@code admin}. */
  ADMIN,
  /** A token with any role; it opens reading only. */
  VIEWER,
  /** A signature, which the endpoint's bean checks; it opens POST only. */
  SIGNATURE,
  /** Nothing; it opens reading only. */
  NONE;

  /** Whether it is another service that calls, by a secret, and no person by a token. */
  public boolean isSecret() {
    return this == CRON_SECRET || this == SYNC_API_KEY;
  }
}
