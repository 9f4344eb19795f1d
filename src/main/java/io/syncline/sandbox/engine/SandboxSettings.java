package io.syncline.sandbox.engine;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

@ConfigurationProperties("syncline.sandbox")
public record SandboxSettings(
    @DefaultValue("syncline") String seed,
    @DefaultValue JungleScout junglescout,
    @DefaultValue EliteFactor elitefactor,
    @DefaultValue StockX stockx,
    @DefaultValue Google google,
    @DefaultValue Close close,
    @DefaultValue Shopify shopify,
    @DefaultValue Amazon amazon) {

  public SandboxSettings {
    if (seed.isBlank()) {
      throw new IllegalArgumentException("syncline.sandbox.seed must not be blank");
    }
  }

  /** The limits Jungle Scout publishes, and the number of products in the catalogue. */
  public record JungleScout(
      @DefaultValue("15") int requestsPerSecond,
      @DefaultValue("300") int requestsPerMinute,
      @DefaultValue("500") int products) {

    public JungleScout {
      requirePositive("junglescout.requests-per-second", requestsPerSecond);
      requirePositive("junglescout.requests-per-minute", requestsPerMinute);
      requirePositive("junglescout.products", products);
    }
  }

  /** How many artisans Yuhinkai knows, and how many listings the shop has. */
  public record EliteFactor(
      @DefaultValue("20000") int artisans, @DefaultValue("200000") int listings) {

    public EliteFactor {
      requirePositive("elitefactor.artisans", artisans);
      requirePositive("elitefactor.listings", listings);
    }
  }

  /** The limits StockX publishes, the products it knows and the most sizes one has. */
  public record StockX(
      @DefaultValue("1") int requestsPerSecond,
      @DefaultValue("25000") int requestsPerDay,
      @DefaultValue("300") int products,
      @DefaultValue("50") int variants) {

    public StockX {
      requirePositive("stockx.requests-per-second", requestsPerSecond);
      requirePositive("stockx.requests-per-day", requestsPerDay);
      requirePositive("stockx.products", products);
      requirePositive("stockx.variants", variants);
    }
  }

  /** How many reads a minute Google allows one user. */
  public record Google(@DefaultValue("60") int readsPerMinute) {

    public Google {
      requirePositive("google.reads-per-minute", readsPerMinute);
    }
  }

  /**
   * How many leads Close has, how many calls a second it allows an endpoint, how long a cursor of a
   * search lives and how many objects one walk of it yields.
   */
  public record Close(
      @DefaultValue("240") int leads,
      @DefaultValue("20") int requestsPerSecond,
      @DefaultValue("30s") Duration cursorLife,
      @DefaultValue("10000") int searchCap) {

    public Close {
      requirePositive("close.leads", leads);
      requirePositive("close.requests-per-second", requestsPerSecond);
      requirePositive("close.search-cap", searchCap);
    }
  }

  /**
   * How much every simulated shop has, the points its bucket holds, how many come back a second and
   * how long a bulk operation takes.
   */
  public record Shopify(
      @DefaultValue("60") int orders,
      @DefaultValue("24") int products,
      @DefaultValue("30") int customers,
      @DefaultValue("2000") int bucket,
      @DefaultValue("100") int restoreRate,
      @DefaultValue("2s") Duration bulkTime) {

    public Shopify {
      requirePositive("shopify.orders", orders);
      requirePositive("shopify.products", products);
      requirePositive("shopify.customers", customers);
      requirePositive("shopify.bucket", bucket);
      requirePositive("shopify.restore-rate", restoreRate);
    }
  }

  /**
   * How much every simulated seller has, how much faster than documented Amazon lets it ask, and
   * how long a report takes.
   */
  public record Amazon(
      @DefaultValue("60") int orders,
      @DefaultValue("45") int listings,
      @DefaultValue("1") int timesFaster,
      @DefaultValue("4s") Duration reportTime) {

    public Amazon {
      requirePositive("amazon.orders", orders);
      requirePositive("amazon.listings", listings);
      requirePositive("amazon.times-faster", timesFaster);
    }
  }

  private static void requirePositive(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "syncline.sandbox." + key + " must be at least 1, not " + value);
    }
  }
}
