package io.syncline.clientapi.amazon;

import io.syncline.core.source.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * {@code syncline.clientapi.amazon.*}: see {@code config/clientapi.yaml} for units and reasons.
 *
 * @param vendorUrl of a region, which stands for {@code {region}} in it
 * @param baseUrl the same where an operator set another one
 * @param rates how often each operation may be called, by Amazon's name of it
 */
@ConfigurationProperties("syncline.clientapi.amazon")
record AmazonSettings(
    String vendorUrl,
    String baseUrl,
    Map<String, Rate> rates,
    Duration firstLoad,
    Duration overlap,
    int mostSearched,
    int reportRows,
    Duration longestReport,
    Duration longestWait,
    DataSize largestReport) {

  boolean isOverridden() {
    return !baseUrl.equals(vendorUrl);
  }

  URI url(Seller seller) {
    return URI.create(baseUrl.replace("{region}", seller.region()));
  }
}
