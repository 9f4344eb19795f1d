package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.syncline.core.record.StorableText;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sizes of a product's variants: text, never numbers (stockx#sizes-are-text). */
final class Sizes {
  private static final int WIDTH = 100;
  private static final Size NO_SIZE = new Size(null, null, null);

  /** Those of a product that is not found. */
  static final Sizes NONE = read(MissingNode.getInstance(), "");

  private final Map<String, Size> byVariant = new HashMap<>();
  private final boolean remembered;
  private final Optional<String> failure;

  /** Size and chart as StockX names them, and the size in the region asked for. */
  record Size(@Nullable String size, @Nullable String type, @Nullable String local) {}

  private Sizes(JsonNode variants, String region, boolean remembered, Optional<String> failure) {
    this.remembered = remembered;
    this.failure = failure;
    for (JsonNode variant : variants) {
      String id = variant.path("variantId").asText("");
      if (!id.isEmpty()) {
        JsonNode chart = variant.path("sizeChart");
        byVariant.put(
            id,
            new Size(
                text(variant.path("variantValue")),
                text(chart.path("defaultConversion").path("type")),
                local(chart.path("availableConversions"), region)));
      }
    }
  }

  /** Those kept of an earlier reading. */
  static Sizes remembered(JsonNode variants, String region) {
    return new Sizes(variants, region, true, Optional.empty());
  }

  /** Those that StockX answers now. */
  static Sizes read(JsonNode variants, String region) {
    return new Sizes(variants, region, false, Optional.empty());
  }

  /** Those of any earlier reading, because StockX does not answer now. */
  static Sizes older(JsonNode variants, String region, String reason) {
    return new Sizes(variants, region, false, Optional.of(reason));
  }

  boolean isRemembered() {
    return remembered;
  }

  /** Why StockX's sizes are not to be had; empty when they are. */
  Optional<String> failure() {
    return failure;
  }

  Size of(String variantId) {
    return byVariant.getOrDefault(variantId, NO_SIZE);
  }

  /** Whether every variant of a market is known. */
  boolean knowAll(Market market) {
    for (JsonNode entry : market.prices()) {
      if (!byVariant.containsKey(entry.path("variantId").asText(""))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String local(JsonNode conversions, String region) {
    for (JsonNode conversion : conversions) {
      String type = conversion.path("type").asText("");
      if (type.toLowerCase(Locale.ROOT).startsWith(region.toLowerCase(Locale.ROOT))) {
        return text(conversion.path("size"));
      }
    }
    return null;
  }

  private static @Nullable String text(JsonNode value) {
    if (!value.isTextual() && !value.isNumber()) {
      return null;
    }
    String text = StorableText.of(value.asText()).strip();
    return text.isEmpty() ? null : StorableText.cut(text, WIDTH);
  }
}
