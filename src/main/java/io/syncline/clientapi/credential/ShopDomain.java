package io.syncline.clientapi.credential;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.net.URI;
import java.util.regex.Pattern;

/** Where a shop of Shopify is. */
public final class ShopDomain {
  private static final Pattern SHOP =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}\\.myshopify\\.com");

  private ShopDomain() {}

  /** Whether that is a shop's domain, by the vendor's own check (shopify#three-kinds-of-token). */
  static boolean isOne(String shop) {
    return SHOP.matcher(shop).matches();
  }

  /**
   * The address of a shop: its name is somebody's input, and our secrets go there.
   *
   * @param baseUrl in which {@code {shop}} stands for it
   * @throws TerminalFailure for what is no shop's domain
   */
  public static URI url(String baseUrl, String shop) {
    if (!isOne(shop)) {
      throw TerminalFailure.stopped(
          StopReason.AUTH_FAILED, "the account is no domain of a shop, such as name.myshopify.com");
    }
    return URI.create(baseUrl.replace("{shop}", shop));
  }
}
