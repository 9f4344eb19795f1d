package io.syncline.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplate;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.mac.MacConfig;
import com.google.crypto.tink.util.SecretBytes;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.UnreadableSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept opens for its owner, by the keys that are there, and otherwise not at all. */
class SecretBoxTest {
  private static final String TEXT = "any other text of thirty-two bytes or more";
  private static final String OWNER = "credential:1";

  @Test
  void what_is_sealed_opens_for_its_owner_only() {
    SecretBox box = new SecretBox(TEXT);
    byte[] kept = box.seal("shpat_ü😀", OWNER);
    assertThat(box.open(kept, OWNER)).isEqualTo("shpat_ü😀");
    assertThatThrownBy(() -> box.open(kept, "credential:2"))
        .isInstanceOf(UnreadableSecret.class)
        .hasMessageContaining("credential:2")
        .hasMessageContaining("SYNCLINE_KEYSET")
        .extracting(e -> ((UnreadableSecret) e).reason())
        .isEqualTo(StopReason.SECRET_UNREADABLE);
  }

  @Test
  void no_bit_of_it_may_be_another() {
    SecretBox box = new SecretBox(TEXT);
    byte[] kept = box.seal("secret", OWNER);
    for (int bit = 0; bit < kept.length * 8; bit++) {
      byte[] flipped = kept.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> box.open(flipped, OWNER)).isInstanceOf(UnreadableSecret.class);
    }
    assertThatThrownBy(() -> box.open(new byte[0], OWNER)).isInstanceOf(UnreadableSecret.class);
  }

  @Test
  void the_same_text_is_sealed_otherwise_each_time_and_says_by_which_key() {
    SecretBox box = new SecretBox(TEXT);
    byte[] one = box.seal("secret", OWNER);
    byte[] other = box.seal("secret", OWNER);
    assertThat(one).isNotEqualTo(other);
    assertThat(Arrays.copyOf(one, 5)).isEqualTo(Arrays.copyOf(other, 5));
    assertThat(box.isCurrent(one)).isTrue();
    assertThat(new SecretBox(TEXT + "!").isCurrent(one)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="})
  void what_a_text_sealed_before_keys_had_ids_stays_readable(String text)
      throws GeneralSecurityException {
    byte[] key =
        text.equals(TEXT)
            ? MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))
            : "01234567890123456789012345678901".getBytes(StandardCharsets.UTF_8);
    byte[] before = sealedWithoutId(key);
    assertThat(new SecretBox(text).open(before, OWNER)).isEqualTo("of before");
    assertThat(new SecretBox(text).isCurrent(before)).as("a rotation seals it anew").isFalse();
  }

  @Test
  void keys_are_added_then_used_then_alone() {
    Keyset first = Keyset.of(TEXT);
    Keyset both = first.withOneMore();
    Keyset second = both.withTheLastAsPrimary();
    SecretBox before = new SecretBox(TEXT);
    SecretBox during = new SecretBox(both.json());
    SecretBox after = new SecretBox(second.json());
    SecretBox alone = new SecretBox(second.withThePrimaryOnly().json());
    byte[] old = before.seal("secret", OWNER);
    assertThat(during.isCurrent(old)).as("the key that was added does not seal yet").isTrue();
    byte[] fresh = after.seal("secret", OWNER);
    assertThat(after.isCurrent(old)).isFalse();
    assertThat(after.open(old, OWNER)).isEqualTo("secret");
    assertThat(during.open(fresh, OWNER)).as("who was not restarted yet").isEqualTo("secret");
    assertThat(alone.open(fresh, OWNER)).isEqualTo("secret");
    assertThatThrownBy(() -> alone.open(old, OWNER)).isInstanceOf(UnreadableSecret.class);
    assertThat(second.json()).doesNotContain("\n");
  }

  @Test
  void a_keyset_that_tink_made_is_taken() throws GeneralSecurityException {
    AeadConfig.register();
    SecretBox box = new SecretBox(json(KeyTemplates.get("AES256_GCM")));
    assertThat(box.open(box.seal("secret", OWNER), OWNER)).isEqualTo("secret");
    assertThat(SecretBox.fault(TEXT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "  {\"primaryKeyId\": 7, \"key\": []}",
        "{\"primaryKeyId\":1,\"key\":[{\"keyData\":{\"typeUrl\":\"canary\",\"value\":\"Y2FuYXJ5\","
            + "\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":1,"
            + "\"outputPrefixType\":\"TINK\"}]}"
      })
  void a_json_object_that_is_no_keyset_is_a_slip_and_no_text(String slip) {
    assertThat(SecretBox.fault(slip))
        .hasValueSatisfying(it -> assertThat(it).doesNotContain("anary"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES128_GCM", "AES256_GCM_RAW", "CHACHA20_POLY1305"})
  void other_keys_than_ours_are_refused(String template) throws GeneralSecurityException {
    AeadConfig.register();
    assertThat(SecretBox.fault(json(KeyTemplates.get(template)))).isPresent();
  }

  @Test
  void a_keyset_of_signatures_is_refused() throws GeneralSecurityException {
    MacConfig.register();
    assertThat(SecretBox.fault(json(KeyTemplates.get("HMAC_SHA256_256BITTAG"))))
        .hasValue("has a key that is not of AES-256-GCM");
  }

  private static String json(KeyTemplate template) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        KeysetHandle.generateNew(template), InsecureSecretKeyAccess.get());
  }

  private static byte[] sealedWithoutId(byte[] key) throws GeneralSecurityException {
    AeadConfig.register();
    AesGcmKey raw =
        AesGcmKey.builder()
            .setParameters(
                AesGcmParameters.builder()
                    .setKeySizeBytes(32)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build())
            .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
            .build();
    return KeysetHandle.newBuilder()
        .addEntry(KeysetHandle.importKey(raw).withFixedId(1).makePrimary())
        .build()
        .getPrimitive(RegistryConfiguration.get(), Aead.class)
        .encrypt(
            "of before".getBytes(StandardCharsets.UTF_8), OWNER.getBytes(StandardCharsets.UTF_8));
  }
}
