package io.syncline.sandbox.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.SandboxJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * The service account that the simulated Google knows. Whoever has its key file has its private
 * key, and a private key tells the public one.
 */
record GoogleAccount(String email, RSAPublicKey key) {
  private static final String EMAIL = "syncline@sandbox.iam.gserviceaccount.com";
  private static final int BITS = 2_048;
  private static final String FRAME = "-----(BEGIN|END) PRIVATE KEY-----|\\s";

  /** The account of a key file, or of its text. */
  static GoogleAccount of(String fileOrText) {
    JsonNode file = new SandboxJson().read(text(fileOrText.strip())).orElseThrow();
    String pem = file.path("private_key").asText();
    try {
      byte[] encoded = Base64.getDecoder().decode(pem.replaceAll(FRAME, ""));
      KeyFactory keys = KeyFactory.getInstance("RSA");
      PrivateKey secret = keys.generatePrivate(new PKCS8EncodedKeySpec(encoded));
      RSAPrivateCrtKey numbers = (RSAPrivateCrtKey) secret;
      RSAPublicKeySpec open =
          new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent());
      return new GoogleAccount(
          file.path("client_email").asText(), (RSAPublicKey) keys.generatePublic(open));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no private key in the service account's key file", e);
    }
  }

  private static String text(String fileOrText) {
    try {
      return fileOrText.startsWith("{") ? fileOrText : Files.readString(Path.of(fileOrText));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a key file that never was. */
  static String keyFile(String tokenUri) {
    Fields file =
        new Fields()
            .with("type", "service_account")
            .with("project_id", "sandbox")
            .with("private_key_id", "sandbox-1")
            .with("private_key", pem())
            .with("client_email", EMAIL)
            .with("client_id", "100000000000000000001")
            .with("token_uri", tokenUri);
    return new SandboxJson().write(file);
  }

  private static String pem() {
    try {
      KeyPairGenerator pairs = KeyPairGenerator.getInstance("RSA");
      pairs.initialize(BITS);
      byte[] secret = pairs.generateKeyPair().getPrivate().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(secret)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no RSA keys", e);
    }
  }
}
