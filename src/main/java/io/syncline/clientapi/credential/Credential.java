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
  public static final String ACCESS_TOKEN = "access_token";
  public static final String REFRESH_TOKEN = "refresh_token";
  public static final String APP_SECRET = "app_secret";

  /** Its secrets by name. */
  @FunctionalInterface
  public interface Secrets {

    /**
     * The secret of that name; empty for one that was never given.
     *
     * @throws io.syncline.core.error.UnreadableSecret when what is stored does not open
     */
    Optional<String> find(String name);
  }

  /** Whose its secrets are: what is stored for another row does not open. */
  String owner() {
    return owner(id, clientId, platform);
  }

  static String owner(UUID id, UUID clientId, String platform) {
    return "credential:" + id + ":" + clientId + ":" + platform;
  }

  /** What identifies it where two runs, calls or lines of a log are told apart. */
  @Override
  public String toString() {
    return platform + ":" + id;
  }
}
