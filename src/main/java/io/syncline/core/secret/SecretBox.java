package io.syncline.core.secret;

import io.syncline.core.error.UnreadableSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Seals secrets that are kept in a table (AES-256-GCM by {@code SYNCLINE_KEYSET}) and opens them.
 * Each is bound to its owner, so that a value that was moved to another row does not open. Threads
 * may share it.
 */
@Component
public final class SecretBox {
  private final Keyset keyset;

  public SecretBox(@Value("${syncline.secrets.keyset}") String keyset) {
    this.keyset = Keyset.of(keyset);
  }

  /** What is wrong with a keyset, without any of it; empty where nothing is. */
  public static Optional<String> fault(String keyset) {
    return Keyset.fault(keyset);
  }

  /** The text as it may be kept: another value each time. */
  public byte[] seal(String text, String owner) {
    try {
      return keyset.encrypt(bytes(text), bytes(owner));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret could not be encrypted", e);
    }
  }

  /**
   * What was sealed for that owner.
   *
   * @throws UnreadableSecret when it is somebody else's, was changed, or its key is not there
   */
  public String open(byte[] kept, String owner) {
    try {
      return new String(keyset.decrypt(kept, bytes(owner)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw UnreadableSecret.of(owner);
    }
  }

  /** Whether the key that seals today has sealed it. */
  boolean isCurrent(byte[] kept) {
    return keyset.isCurrent(kept);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
