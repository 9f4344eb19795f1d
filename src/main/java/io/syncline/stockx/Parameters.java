package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.run.ActiveRun;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run was asked for: nothing means the selection; a SKU or StockX's id means that product
 * alone, in all regions (SX-29).
 *
 * @param force whether also what is fresh is read
 */
record Parameters(
    Optional<String> sku, Optional<String> productId, boolean force, Optional<String> sizeRegion) {
  static final List<String> MEMBERS =
      List.of("sku", "product_id", "force", "size_region", "dry_run");
  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

  static Parameters of(ActiveRun run) {
    JsonNode json = run.request().parameters();
    return new Parameters(
        Optional.ofNullable(json.get("sku")).map(JsonNode::asText),
        Optional.ofNullable(json.get("product_id")).map(JsonNode::asText),
        json.path("force").asBoolean(false),
        Optional.ofNullable(json.get("size_region")).map(JsonNode::asText));
  }

  boolean names() {
    return sku.isPresent() || productId.isPresent();
  }

  /**
   * Checked.
   *
   * @throws RequestRefused 400 with what is allowed
   */
  static ObjectNode checked(JsonNode body) {
    body.fieldNames().forEachRemaining(Parameters::refuseUnknown);
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    text(body, "sku", "[^\\s\\p{Cntrl}]\\P{Cntrl}{0,99}")
        .ifPresent(sku -> parameters.put("sku", sku.strip()));
    text(body, "product_id", UUID).ifPresent(id -> parameters.put("product_id", id));
    text(body, "size_region", "[A-Za-z]{2,3}")
        .ifPresent(region -> parameters.put("size_region", region.toUpperCase(Locale.ROOT)));
    if (flag(body, "force")) {
      parameters.put("force", true);
    }
    return parameters;
  }

  static boolean flag(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isBoolean()) {
      return value.asBoolean(false);
    }
    if (value.isTextual() && List.of("true", "false").contains(value.asText())) {
      return Boolean.parseBoolean(value.asText());
    }
    throw RequestRefused.invalid(name, "must be true or false", List.of("true", "false"));
  }

  private static Optional<String> text(JsonNode body, String name, String shape) {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isTextual() || !value.asText().matches(shape)) {
      throw RequestRefused.invalid(name, "must be a text like " + shape, List.of());
    }
    return Optional.of(value.asText());
  }

  /** A misspelt dry_run must not become a real run. */
  private static void refuseUnknown(String name) {
    if (!MEMBERS.contains(name)) {
      throw RequestRefused.invalid(name, "unknown", MEMBERS);
    }
  }
}
