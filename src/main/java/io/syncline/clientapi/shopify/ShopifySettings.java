package io.syncline.clientapi.shopify;

import io.syncline.clientapi.credential.ShopDomain;
import java.net.URI;
import java.time.Duration;
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
    DataSize largestResult,
    Duration longestResult) {

  boolean isOverridden() {
    return !baseUrl.equals(vendorUrl);
  }

  URI url(String shop) {
    return ShopDomain.url(baseUrl, shop);
  }
}
