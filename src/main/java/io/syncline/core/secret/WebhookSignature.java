package io.syncline.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of calls as Standard Webhooks has them: HMAC-SHA256 of id, time and body, by a secret
 * that only both sides know. The time is signed too, so that a call that was overheard is of no use
 * later.
 */
public final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final int SECRET_BYTES = 32;
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The headers of a signed call. */
  public static final List<String> HEADERS =
      List.of("webhook-id", "webhook-timestamp", "webhook-signature");

  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private WebhookSignature() {}

  /** What a signed call brings: its body as it came, and what stands in its headers. */
  public record Signed(String id, String timestamp, String signatures, String body) {

    /** Of a call with all three headers, or of none. */
    public static Optional<Signed> of(SignedCall call) {
      List<String> given = HEADERS.stream().flatMap(name -> call.header(name).stream()).toList();
      return given.size() == HEADERS.size() && ID.matcher(given.get(0)).matches()
          ? Optional.of(new Signed(given.get(0), given.get(1), given.get(2), call.body()))
          : Optional.empty();
    }
  }

  /** A secret that nobody has yet, in the form in which it is handed over. */
  public static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** Whether one of the call's signatures is of this secret, and not of another time. */
  public static boolean isOf(Signed call, String secret, Instant now) {
    if (!isOfNow(call.timestamp(), now)) {
      return false;
    }
    byte[] expected = ascii(sign(call.id(), call.timestamp(), call.body(), secret));
    boolean found = false;
    for (String signature : call.signatures().split(" ")) {
      found |= MessageDigest.isEqual(expected, ascii(signature));
    }
    return found;
  }

  /** The signature of a call, with its version. */
  public static String sign(String id, String timestamp, String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              Base64.getDecoder().decode(secret.substring(PREFIX.length())), "HmacSHA256"));
      String content = id + "." + timestamp + "." + body;
      return VERSION
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is not there", e);
    }
  }

  private static boolean isOfNow(String timestamp, Instant now) {
    Optional<Instant> at =
        timestamp.matches("[0-9]{1,12}")
            ? Optional.of(Instant.ofEpochSecond(Long.parseLong(timestamp)))
            : Optional.empty();
    return at.map(it -> Duration.between(it, now).abs().compareTo(TOLERANCE) <= 0).orElse(false);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
