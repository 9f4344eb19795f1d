package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.ErrorKind;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.Target.Product;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Finds StockX's product for a SKU, and its sizes; both are remembered (stockx.md section 6). */
@Component
final class ProductFinder {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int LONGEST_QUERY = 100;

  /** What a style may consist of; nothing else is put into a query (reliability C3). */
  private static final Pattern SEARCHABLE = Pattern.compile("[\\p{L}\\p{N} ._/'&+()#-]+");

  private final StockxClient client;
  private final ProductBook book;
  private final StockxSettings settings;
  private final Clock clock;

  ProductFinder(StockxClient client, ProductBook book, StockxSettings settings, Clock clock) {
    this.client = client;
    this.book = book;
    this.settings = settings;
    this.clock = clock;
  }

  /** The product's id; empty when StockX does not know the SKU, which is remembered. */
  Optional<Product> find(ActiveRun run, Target target) {
    book.attempted(run, target.sku(), clock.instant());
    return target.product().isPresent() ? target.product() : search(run, target.sku());
  }

  /** The same after StockX did not know the id that was remembered. */
  Optional<Product> findAnew(ActiveRun run, Target target) {
    book.forget(run, target.sku());
    return search(run, target.sku());
  }

  /**
   * The sizes of a product: as remembered, or read when they are old or something in the market is
   * not among them. Prices without sizes are better than none.
   */
  Sizes sizes(ActiveRun run, Target target, String productId, boolean again) {
    Instant oldest = clock.instant().minus(settings.variantsFor());
    JsonNode known = book.variantsSince(target.sku(), oldest);
    String region = Parameters.of(run).sizeRegion().orElse(settings.sizeRegion());
    if (!again && known.isArray()) {
      return new Sizes(known, region);
    }
    JsonNode read = read(run, productId);
    if (!read.isArray()) {
      return new Sizes(book.variantsSince(target.sku(), Instant.EPOCH), region);
    }
    book.keepVariants(run, target.sku(), read, clock.instant());
    return new Sizes(read, region);
  }

  private JsonNode read(ActiveRun run, String productId) {
    try {
      JsonNode body = client.variants(run, productId).body();
      return body.isObject() ? body.path("variants") : body;
    } catch (TransientFailure e) {
      if (e.kind() == ErrorKind.DB) {
        throw e;
      }
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }

  /** A search is fuzzy: only the very style counts, one of several that a slash may join. */
  private Optional<Product> search(ActiveRun run, String sku) {
    if (!SEARCHABLE.matcher(sku).matches()) {
      book.unknown(run, sku, clock.instant());
      return Optional.empty();
    }
    String query = sku.substring(0, Math.min(sku.length(), LONGEST_QUERY));
    SourceAnswer answer = client.search(run, query);
    if (!answer.isSuccess() || !answer.body().path("products").isArray()) {
      throw TransientFailure.source(
          "SOURCE_FAILED", "the search for " + sku + " was answered HTTP " + answer.status());
    }
    for (JsonNode product : answer.body().path("products")) {
      String id = product.path("productId").asText();
      String style = product.path("styleId").asText("");
      if (UUID.matcher(id).matches() && isStyle(style, sku)) {
        book.resolved(run, sku, id, style);
        return Optional.of(new Product(id, style));
      }
    }
    book.unknown(run, sku, clock.instant());
    return Optional.empty();
  }

  static boolean isStyle(String style, String sku) {
    String wanted = plain(sku);
    return !wanted.isEmpty()
        && (plain(style).equals(wanted)
            || Arrays.stream(style.split("/")).map(ProductFinder::plain).anyMatch(wanted::equals));
  }

  private static String plain(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }
}
