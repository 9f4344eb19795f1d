package io.syncline.core.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.AesGcmParameters.Variant;
import com.google.crypto.tink.util.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code SYNCLINE_KEYSET}: the primary one seals, with its id before what it seals, and
 * all of them open. A keyset of Tink in JSON, or any other text, which stands for one key.
 */
final class Keyset {
  private static final int KEY_BYTES = 32;

  private final KeysetHandle keys;
  private final Aead aead;
  private final byte[] mark;

  private Keyset(KeysetHandle keys) throws GeneralSecurityException {
    AeadConfig.register();
    this.keys = keys;
    this.aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    this.mark = ((AesGcmKey) keys.getPrimary().getKey()).getOutputPrefix().toByteArray();
  }

  /**
   * The keys that were configured.
   *
   * @throws IllegalArgumentException for a JSON object that is no keyset of ours; says why
   */
  static Keyset of(String configured) {
    try {
      return new Keyset(isJson(configured) ? checked(parsed(configured)) : ofText(configured));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not there", e);
    }
  }

  /** What is wrong with what was configured; a start refuses it. */
  static Optional<String> fault(String configured) {
    try {
      of(configured);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  byte[] encrypt(byte[] plain, byte[] owner) throws GeneralSecurityException {
    return aead.encrypt(plain, owner);
  }

  byte[] decrypt(byte[] kept, byte[] owner) throws GeneralSecurityException {
    return aead.decrypt(kept, owner);
  }

  /** Whether the primary key sealed it, as far as it says itself. */
  boolean isCurrent(byte[] kept) {
    return Arrays.equals(kept, 0, Math.min(mark.length, kept.length), mark, 0, mark.length);
  }

  /** The same with one key more, which opens but does not seal yet. */
  Keyset withOneMore() {
    return changed(
        KeysetHandle.newBuilder(keys)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(parameters(Variant.TINK)).withRandomId()));
  }

  /** The same sealing with the key that was added last. */
  Keyset withTheLastAsPrimary() {
    KeysetHandle.Builder changed = KeysetHandle.newBuilder(keys);
    changed.getAt(keys.size() - 1).makePrimary();
    return changed(changed);
  }

  /** The primary key alone: what the others sealed it does not open. */
  Keyset withThePrimaryOnly() {
    return changed(
        KeysetHandle.newBuilder()
            .addEntry(KeysetHandle.importKey(keys.getPrimary().getKey()).makePrimary()));
  }

  /** As it is configured, in one line. */
  String json() {
    try {
      return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()).strip();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a keyset could not be written", e);
    }
  }

  private static Keyset changed(KeysetHandle.Builder changed) {
    try {
      return new Keyset(changed.build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a keyset could not be changed", e);
    }
  }

  /** A keyset with a slip in it must not become the text of another key. */
  private static boolean isJson(String configured) {
    return configured.strip().startsWith("{");
  }

  private static KeysetHandle parsed(String json) {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalArgumentException("is no Tink keyset in JSON"); // its text has the keys
    }
  }

  private static KeysetHandle checked(KeysetHandle keys) {
    for (int i = 0; i < keys.size(); i++) {
      KeysetHandle.Entry entry = keys.getAt(i);
      boolean isOurs =
          entry.getKey() instanceof AesGcmKey key
              && key.getParameters().getKeySizeBytes() == KEY_BYTES;
      if (entry.getStatus() == KeyStatus.ENABLED && !isOurs) {
        throw new IllegalArgumentException("has a key that is not of AES-256-GCM");
      }
      if (entry.isPrimary()
          && !(entry.getKey() instanceof AesGcmKey key
              && key.getParameters().getVariant() == Variant.TINK)) {
        throw new IllegalArgumentException("has a primary key without the output prefix TINK");
      }
    }
    return keys;
  }

  /**
   * Whatever was configured becomes a key of the right length: 32 bytes as they are, else hashed.
   * Without an id it opens what was sealed before ids were kept.
   */
  private static KeysetHandle ofText(String text) throws GeneralSecurityException {
    AeadConfig.register();
    byte[] bytes = keyBytes(text);
    int id = id(bytes);
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(key(bytes, Variant.TINK, id)).makePrimary())
        .addEntry(KeysetHandle.importKey(key(bytes, Variant.NO_PREFIX, null)).withFixedId(~id))
        .build();
  }

  private static AesGcmKey key(byte[] bytes, Variant variant, @Nullable Integer id)
      throws GeneralSecurityException {
    AesGcmKey.Builder key =
        AesGcmKey.builder()
            .setParameters(parameters(variant))
            .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()));
    if (id != null) {
      key.setIdRequirement(id);
    }
    return key.build();
  }

  private static AesGcmParameters parameters(Variant variant) {
    try {
      return AesGcmParameters.builder()
          .setKeySizeBytes(KEY_BYTES)
          .setIvSizeBytes(12)
          .setTagSizeBytes(16)
          .setVariant(variant)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not there", e);
    }
  }

  private static byte[] keyBytes(String text) throws GeneralSecurityException {
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      if (decoded.length == KEY_BYTES) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // not Base64: a text like any other, hashed below
    }
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same key has the same id wherever it is configured, and another one another. */
  private static int id(byte[] key) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update("id of a key".getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest.digest(key)).getInt();
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
