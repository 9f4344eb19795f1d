package io.syncline.entities.feed;

import io.syncline.core.secret.StoredSecrets;
import java.util.UUID;

/** Under which names the secrets of a source are kept; no answer ever shows one. */
final class SourceSecrets {
  private static final String WEBHOOK = ".webhook";

  private SourceSecrets() {}

  /** What it is called with. */
  static String name(UUID source) {
    return "entities.source." + source;
  }

  /** None is kept of a source that is gone. */
  static void forget(StoredSecrets secrets, UUID source) {
    secrets.forget(name(source));
    secrets.forget(webhook(source));
  }

  /** What its webhooks are signed with. */
  static String webhook(UUID source) {
    return name(source) + WEBHOOK;
  }
}
