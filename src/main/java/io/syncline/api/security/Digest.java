package io.syncline.api.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A secret kept as its SHA-256 and compared in constant time, whatever is offered. */
final class Digest {
  private final byte[] sha256;

  private Digest(byte[] sha256) {
    this.sha256 = sha256;
  }

  static Digest of(String secret) {
    return new Digest(hash(secret));
  }

  boolean matches(String offered) {
    return MessageDigest.isEqual(sha256, hash(offered));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
