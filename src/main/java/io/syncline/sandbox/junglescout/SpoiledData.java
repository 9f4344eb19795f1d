package io.syncline.sandbox.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.Strike;
import io.syncline.sandbox.junglescout.JungleScoutParameters.Cursor;
import java.math.BigDecimal;
import java.util.List;

/** Applies the faults that leave the status at 200 and spoil what is inside. */
final class SpoiledData {

  static final String FOREIGN_ASIN = "B0FOREIGN0";

  private static final long TOO_MANY = 99_999_999_999L;
  private static final BigDecimal TOO_DEAR = new BigDecimal("1000000000000");
  private static final List<String> LOSABLE =
      List.of("title", "price", "rating", "is_variant", "variants", "updated_at");

  private final SandboxJson json;

  SpoiledData(SandboxJson json) {
    this.json = json;
  }

  void document(ObjectNode document, JungleScoutCall call, Strike strike) {
    ArrayNode data = document.withArray("/data");
    if (call.endpoint() == Endpoint.PRODUCTS) {
      pages(document, data, call, strike);
      products(data, strike);
    } else {
      sales(data, strike);
    }
    if (strike.has(FaultKind.ERRORS_IN_200)) {
      data.removeAll();
      document.withObject("/links").putNull("next");
      document
          .withObject("/meta")
          .set("errors", json.tree(JungleScoutRefusals.broken().body()).path("errors"));
    }
  }

  private static void pages(
      ObjectNode document, ArrayNode data, JungleScoutCall call, Strike strike) {
    JungleScoutParameters parameters = new JungleScoutParameters(call);
    PageLinks links = new PageLinks(call.url(), parameters.marketplace(), parameters.pageSize());
    int offset = parameters.cursor().offset();
    if (strike.has(FaultKind.PARTIAL_PAGES)) {
      int kept = data.size() / 2;
      while (data.size() > kept) {
        data.remove(data.size() - 1);
      }
      Cursor broken = new Cursor(offset + kept, true);
      document.withObject("/links").put("next", links.link(broken));
    } else if (strike.has(FaultKind.LOOPING_CURSOR)) {
      document.withObject("/links").put("next", links.link(new Cursor(offset, false)));
    }
  }

  private static void products(ArrayNode data, Strike strike) {
    if (strike.has(FaultKind.FOREIGN_ASINS)) {
      addForeignProduct(data);
    }
    for (JsonNode item : data) {
      ObjectNode attributes = item.withObject("/attributes");
      if (strike.has(FaultKind.OUT_OF_RANGE_NUMBERS)) {
        attributes.put("rating", new BigDecimal("123.4")).put("price", TOO_DEAR);
        attributes.put("reviews", TOO_MANY).put("approximate_30_day_units_sold", TOO_MANY);
      }
      if (strike.has(FaultKind.NUL_CHARACTERS)) {
        attributes.put("title", "Sample\u0000bottle").put("brand", "\u0000SampleCo");
      }
      if (strike.has(FaultKind.MISSING_FIELDS)) {
        attributes.remove(LOSABLE);
      }
    }
    if (strike.has(FaultKind.MISSING_FIELDS) && data.size() > 1) {
      object(data, data.size() - 1).remove("id");
    }
  }

  private static void addForeignProduct(ArrayNode data) {
    ObjectNode foreign = data.isEmpty() ? data.objectNode() : data.path(0).deepCopy();
    foreign.put("id", "us/" + FOREIGN_ASIN).put("type", "product_database_result");
    foreign.withObject("/attributes").put("title", "A product nobody asked for");
    data.insert(0, foreign);
  }

  private static void sales(ArrayNode data, Strike strike) {
    ObjectNode item = object(data, 0);
    ObjectNode attributes = item.withObject("/attributes");
    if (strike.has(FaultKind.FOREIGN_ASINS)) {
      item.put("id", "us/" + FOREIGN_ASIN);
      attributes.put("asin", FOREIGN_ASIN);
    }
    if (strike.has(FaultKind.NUL_CHARACTERS)) {
      attributes.put("parent_asin", "B0\u0000PARENT");
    }
    if (strike.has(FaultKind.MISSING_FIELDS)) {
      attributes.remove(List.of("is_parent", "is_variant", "is_standalone", "parent_asin"));
    }
    ArrayNode points = attributes.withArray("/data");
    for (int index = 0; index < points.size(); index++) {
      point(object(points, index), index, strike);
    }
  }

  private static void point(ObjectNode point, int index, Strike strike) {
    if (strike.has(FaultKind.OUT_OF_RANGE_NUMBERS)) {
      point.put("estimated_units_sold", TOO_MANY).put("last_known_price", TOO_DEAR);
    }
    if (strike.has(FaultKind.MISSING_FIELDS)) {
      point.remove(List.of("date", "estimated_units_sold", "last_known_price").get(index % 3));
    }
  }

  private static ObjectNode object(ArrayNode list, int index) {
    return (ObjectNode) list.get(index);
  }
}
