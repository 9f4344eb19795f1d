package io.syncline.clientapi.credential;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/**
 * One account of a client at a platform, as it is stored. Its secrets are opened when somebody asks
 * for one, so that no text of this value holds any.
 *
 * @param platform the platform's word, such as {@code shopify}
 * @param label by which its owner tells two accounts of one platform apart
 * @param authMode how we identify ourselves there
 * @param account the one that is meant: a shop's domain, a seller in a region
 * @param settings what else the platform needs to know, as JSON
 */
public record Credential(
    UUID id,
    UUID clientId,
    String platform,
    String label,
    String authMode,
    String account,
    JsonNode settings,
    int frequencyHours,
    Secrets secrets) {

  /** Its secrets by name: {@code access_token}, {@code refresh_token}, {@code app_secret}. */
  @FunctionalInterface
  public interface Secrets {

    /** The secret of that name; empty for one that was never given. */
    Optional<String> find(String name);
  }

  /** What identifies it where two runs, calls or lines of a log are told apart. */
  @Override
  public String toString() {
    return platform + ":" + id;
  }
}
