package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The sizes of a product's variants: text, never numbers (stockx.md section 2). */
final class Sizes {
  private static final int WIDTH = 100;
  static final Size NONE = new Size(null, null, null);

  private final Map<String, Size> byVariant = new HashMap<>();

  /** Size and chart as StockX names them, and the size in the region asked for; null for none. */
  record Size(String size, String type, String local) {}

  Sizes(JsonNode variants, String region) {
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

  Size of(String variantId) {
    return byVariant.getOrDefault(variantId, NONE);
  }

  /** Whether every variant of a market is known. */
  boolean knowAll(JsonNode market) {
    for (JsonNode entry : market) {
      if (!byVariant.containsKey(entry.path("variantId").asText(""))) {
        return false;
      }
    }
    return true;
  }

  private static String local(JsonNode conversions, String region) {
    for (JsonNode conversion : conversions) {
      String type = conversion.path("type").asText("");
      if (type.toLowerCase(Locale.ROOT).startsWith(region.toLowerCase(Locale.ROOT))) {
        return text(conversion.path("size"));
      }
    }
    return null;
  }

  private static String text(JsonNode value) {
    if (!value.isTextual() && !value.isNumber()) {
      return null;
    }
    String text = value.asText().replace("\0", "").strip();
    return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), WIDTH));
  }
}
