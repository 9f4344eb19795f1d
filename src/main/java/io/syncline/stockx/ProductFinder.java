package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.record.StorableText;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.stockx.Target.Product;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Finds StockX's product for a SKU or an id; it is remembered (stockx#a-sku-is-not-a-product). */
@Component
final class ProductFinder {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int LONGEST_QUERY = 100;
  private static final int LONGEST_STYLE = 200;

  /** What a style may consist of; anything else is a blank in a query (C3). */
  private static final Pattern ODD_SIGNS = Pattern.compile("[^\\p{L}\\p{N}._/'&+()#-]+");

  /** A fuzzy search may show other styles first; further back than that nothing was ever found. */
  private static final int PAGES = 3;

  private final StockxClient client;
  private final ProductBook book;
  private final Clock clock;

  ProductFinder(StockxClient client, ProductBook book, Clock clock) {
    this.client = client;
    this.book = book;
    this.clock = clock;
  }

  /** Finds the target's product; that StockX does not know a SKU is remembered. */
  Reading find(ActiveRun run, Target target) {
    if (target.product().isEmpty() && target.asked().isPresent()) {
      return byId(run, target, target.asked().get());
    }
    book.attempted(run, target.sku(), clock.instant());
    return target.product().isPresent()
        ? Reading.found(run.id(), target, target.asked().isEmpty())
        : search(run, target);
  }

  /** The same after StockX did not know the id that was remembered. */
  Reading findAnew(ActiveRun run, Target target) {
    book.forget(run, target.sku());
    return search(run, target);
  }

  /** The SKU of a product that is named by its id is its style; a SKU named beside it must fit. */
  private Reading byId(ActiveRun run, Target target, String id) {
    SourceAnswer answer = client.product(run, id);
    if (StockxClient.saysUnknown(answer)) {
      return Reading.without(run.id(), target, "StockX does not know product " + id);
    }
    requireSuccess(answer, "product " + id);
    String style = style(answer.body());
    if (!Market.same(answer.body().path("productId"), id) || style.isEmpty()) {
      return Reading.without(run.id(), target, "StockX names no style of product " + id);
    }
    if (!target.sku().isEmpty() && !isStyle(style, target.sku())) {
      return Reading.without(
          run.id(), target, "product " + id + " is " + style + ", not " + target.sku());
    }
    String sku = target.sku().isEmpty() ? style : target.sku();
    book.attempted(run, sku, clock.instant());
    book.resolved(run, sku, id, style);
    Target found = new Target(sku, Optional.of(new Product(id, style)), target.asked());
    return Reading.found(run.id(), found, false);
  }

  /** A search is fuzzy: only the very style counts, one of several that a slash may join. */
  private Reading search(ActiveRun run, Target target) {
    String sku = target.sku();
    String query = query(sku);
    boolean more = !query.isEmpty();
    for (int page = 1; more && page <= PAGES; page++) {
      SourceAnswer answer = client.search(run, query, page);
      requireSuccess(answer, "the search for " + sku);
      Optional<Product> hit = hit(answer.body().path("products"), sku);
      if (hit.isPresent()) {
        book.resolved(run, sku, hit.get().id(), hit.get().style());
        return Reading.found(run.id(), target.with(hit), false);
      }
      more = answer.body().path("hasNextPage").asBoolean(false);
    }
    book.unknown(run, sku, clock.instant());
    return Reading.without(
        run.id(), target.with(Optional.empty()), "StockX does not know SKU " + sku);
  }

  private static Optional<Product> hit(JsonNode products, String sku) {
    for (JsonNode product : products) {
      String id = product.path("productId").asText();
      String style = style(product);
      if (UUID.matcher(id).matches() && isStyle(style, sku)) {
        return Optional.of(new Product(id, style));
      }
    }
    return Optional.empty();
  }

  private static void requireSuccess(SourceAnswer answer, String what) {
    boolean sound =
        answer.isSuccess()
            && (answer.body().path("products").isArray() || answer.body().has("productId"));
    if (!sound) {
      throw TransientFailure.source(
          StopReason.SOURCE_FAILED, what + " was answered HTTP " + answer.status());
    }
  }

  static String query(String sku) {
    String plain = ODD_SIGNS.matcher(sku).replaceAll(" ").strip();
    return plain.substring(0, Math.min(plain.length(), LONGEST_QUERY));
  }

  /** As it can be stored; one too long for the index of the view is none. */
  private static String style(JsonNode product) {
    String style = StorableText.of(product.path("styleId").asText("")).strip();
    return style.length() > LONGEST_STYLE ? "" : style;
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
