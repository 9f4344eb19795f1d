package io.syncline.clientapi.shopify;

import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * {@code syncline.clientapi.shopify.*}: see {@code config/clientapi.yaml} for units and reasons.
 *
 * @param vendorUrl of a shop, which stands for {@code {shop}} in it
 * @param baseUrl the same where an operator set another one
 */
@ConfigurationProperties("syncline.clientapi.shopify")
record ShopifySettings(
    String vendorUrl,
    String baseUrl,
    String apiVersion,
    int page,
    int nested,
    int levels,
    int bulkPage,
    int mostPaged,
    Duration overlap,
    Duration longestPoll,
    Duration longestWait,
    DataSize largestResult) {
  private static final Pattern SHOP =
      Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}\\.myshopify\\.com");

  boolean isOverridden() {
    return !baseUrl.equals(vendorUrl);
  }

  /** Where a shop is: its name is somebody's input, and our token goes there. */
  URI url(String shop) {
    if (!SHOP.matcher(shop).matches()) {
      throw TerminalFailure.stopped(
          StopReason.AUTH_FAILED, "the account is no domain of a shop, such as name.myshopify.com");
    }
    return URI.create(baseUrl.replace("{shop}", shop));
  }
}
