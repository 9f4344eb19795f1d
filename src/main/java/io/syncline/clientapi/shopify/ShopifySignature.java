package io.syncline.clientapi.shopify;

import io.syncline.core.secret.SignedCall;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of Shopify's calls: HMAC-SHA256 of the body as it came, by the secret of the app that
 * asked for the call. Its headers are not signed.
 */
public final class ShopifySignature {
  static final String SIGNATURE = "x-shopify-hmac-sha256";
  static final String ID = "x-shopify-webhook-id";
  static final String TOPIC = "x-shopify-topic";
  static final String SHOP = "x-shopify-shop-domain";

  /** What an endpoint has to take for it. */
  public static final List<String> HEADERS = List.of(SIGNATURE, ID, TOPIC, SHOP);

  private ShopifySignature() {}

  /** Whether the call is signed by one of these secrets. */
  static boolean isOf(SignedCall call, Collection<String> secrets) {
    byte[] given = call.header(SIGNATURE).orElse("").getBytes(StandardCharsets.US_ASCII);
    boolean found = false;
    for (String secret : secrets) {
      byte[] expected = sign(call.body(), secret).getBytes(StandardCharsets.US_ASCII);
      found |= MessageDigest.isEqual(expected, given);
    }
    return found;
  }

  static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is not there", e);
    }
  }
}
