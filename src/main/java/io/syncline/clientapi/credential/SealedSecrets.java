package io.syncline.clientapi.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.error.UnreadableSecret;
import io.syncline.core.secret.SecretBox;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a credential as its row has them: one sealed JSON object, opened when somebody
 * asks. Threads of a run share it, and see the tokens that one of them renewed.
 */
final class SealedSecrets implements Credential.Secrets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SecretBox box;
  private final String owner;
  private volatile byte @Nullable [] kept;

  SealedSecrets(SecretBox box, String owner, byte @Nullable [] kept) {
    this.box = box;
    this.owner = owner;
    this.kept = kept;
  }

  @Override
  public Optional<String> find(String name) {
    return Optional.ofNullable(all().get(name));
  }

  /**
   * All of them by name.
   *
   * @throws UnreadableSecret when they do not open
   */
  Map<String, String> all() {
    byte[] now = kept;
    return now == null ? Map.of() : read(box.open(now, owner));
  }

  /** As they are stored; absent where none was ever given. */
  byte @Nullable [] kept() {
    return kept;
  }

  /** Others are stored now. */
  void become(byte @Nullable [] other) {
    kept = other;
  }

  /** These as they may be stored. */
  static byte[] seal(SecretBox box, String owner, Map<String, String> secrets) {
    try {
      return box.seal(JSON.writeValueAsString(new TreeMap<>(secrets)), owner);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written", e);
    }
  }

  private Map<String, String> read(String text) {
    try {
      return JSON.readValue(text, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw UnreadableSecret.of(owner); // what Jackson says of it shows it
    }
  }

  @Override
  public String toString() {
    return "secrets of " + owner;
  }
}
