package io.syncline.core.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.syncline.core.database.Databases;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Secrets that change while the service runs, such as a token its source has replaced. Staging
 * keeps them encrypted (AES-256-GCM by {@code SYNCLINE_KEYSET}), each bound to its name.
 */
@Component
public final class StoredSecrets {
  private static final int KEY_BYTES = 32;

  private final JdbcClient staging;
  private final Aead aead;

  StoredSecrets(Databases databases, @Value("${syncline.secrets.keyset}") String keyset) {
    this.staging = JdbcClient.create(databases.staging().pool());
    this.aead = aead(keyset);
  }

  /** The secret of that name; empty when none was stored, or by another key. */
  public Optional<String> get(String name) {
    return staging
        .sql("SELECT ciphertext FROM stored_secrets WHERE name = ?")
        .param(name)
        .query(byte[].class)
        .optional()
        .flatMap(bytes -> decrypted(name, bytes));
  }

  /** Keeps a secret instead of the one before. */
  public void put(String name, String secret) {
    staging
        .sql(
            """
            INSERT INTO stored_secrets (name, ciphertext) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET ciphertext = excluded.ciphertext, updated_at = now()
            """)
        .params(name, encrypted(name, secret))
        .update();
  }

  /** Keeps it no longer. */
  public void forget(String name) {
    staging.sql("DELETE FROM stored_secrets WHERE name = ?").param(name).update();
  }

  private byte[] encrypted(String name, String secret) {
    try {
      return aead.encrypt(bytes(secret), bytes(name));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret could not be encrypted", e);
    }
  }

  private Optional<String> decrypted(String name, byte[] ciphertext) {
    try {
      return Optional.of(new String(aead.decrypt(ciphertext, bytes(name)), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /**
   * Whatever was configured becomes a key of the right length: 32 bytes as they are, else hashed.
   */
  private static Aead aead(String keyset) {
    try {
      AeadConfig.register();
      AesGcmParameters parameters =
          AesGcmParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setIvSizeBytes(12)
              .setTagSizeBytes(16)
              .setVariant(AesGcmParameters.Variant.NO_PREFIX)
              .build();
      AesGcmKey key =
          AesGcmKey.builder()
              .setParameters(parameters)
              .setKeyBytes(SecretBytes.copyFrom(keyBytes(keyset), InsecureSecretKeyAccess.get()))
              .build();
      return KeysetHandle.newBuilder()
          .addEntry(KeysetHandle.importKey(key).withFixedId(1).makePrimary())
          .build()
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SYNCLINE_KEYSET cannot be used", e);
    }
  }

  private static byte[] keyBytes(String keyset) throws GeneralSecurityException {
    try {
      byte[] decoded = Base64.getDecoder().decode(keyset);
      if (decoded.length == KEY_BYTES) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // not Base64: a text like any other, hashed below
    }
    return java.security.MessageDigest.getInstance("SHA-256").digest(bytes(keyset));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
