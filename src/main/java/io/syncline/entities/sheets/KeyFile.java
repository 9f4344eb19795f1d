package io.syncline.entities.sheets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The key file of a service account (google-sheets#from-a-key-file-to-a-token). It is read anew for
 * each token, so that a key that was replaced on disk is the one that is used.
 */
record KeyFile(String email, URI tokenUri, String keyId, String privateKey) {
  static final String VARIABLE = "GOOGLE_SERVICE_ACCOUNT_JSON";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/spreadsheets.readonly");

  /**
   * The one that the variable names or holds.
   *
   * @throws TerminalFailure when it is none, without a word of what it holds
   */
  static KeyFile of(String fileOrText) {
    String text = text(fileOrText.strip());
    try {
      JsonNode file = JSON.readTree(text);
      KeyFile key =
          new KeyFile(
              file.path("client_email").asText(""),
              URI.create(file.path("token_uri").asText("")),
              file.path("private_key_id").asText(""),
              file.path("private_key").asText(""));
      if (key.email.isEmpty() || key.privateKey.isEmpty() || key.tokenUri.getHost() == null) {
        throw wrong("lacks client_email, private_key or token_uri");
      }
      return key;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw wrong("is not the JSON of a service account's key file");
    }
  }

  private static String text(String fileOrText) {
    if (fileOrText.isEmpty()) {
      throw wrong("is not set");
    }
    if (fileOrText.startsWith("{")) {
      return fileOrText;
    }
    try {
      return Files.readString(Path.of(fileOrText));
    } catch (IOException | InvalidPathException e) {
      throw wrong("names a file that cannot be read");
    }
  }

  /** Credentials that ask a token host once and leave tries, limits and the connection to us. */
  ServiceAccountCredentials credentials(URI tokenUrl, TokenTransport transport) {
    try {
      return ServiceAccountCredentials.newBuilder()
          .setClientEmail(email)
          .setPrivateKeyId(keyId)
          .setPrivateKeyString(privateKey)
          .setScopes(SCOPES) // without one the library asks nobody and signs a token itself
          .setTokenServerUri(tokenUrl)
          .setHttpTransportFactory(() -> transport)
          .setDefaultRetriesEnabled(false)
          .build();
    } catch (IOException e) {
      throw wrong("has a private_key that is none");
    }
  }

  static TerminalFailure wrong(String how) {
    return TerminalFailure.stopped(StopReason.AUTH_FAILED, VARIABLE + " " + how);
  }

  /** Without the key: this text may reach a log. */
  @Override
  public String toString() {
    return "key file of " + email;
  }
}
