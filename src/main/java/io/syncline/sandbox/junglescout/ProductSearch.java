package io.syncline.sandbox.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.junglescout.JungleScoutParameters.Cursor;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers {@code product_database_query}. It is a search: what is asked may be missing, and the
 * order of the matches is the vendor's own.
 */
final class ProductSearch {

  private static final String POINTER = "/data/attributes/include_keywords";

  private final SandboxCatalogue catalogue;
  private final JungleScoutProducts products;
  private final SandboxJson json;

  ProductSearch(SandboxCatalogue catalogue, SandboxJson json) {
    this.catalogue = catalogue;
    this.products = new JungleScoutProducts(catalogue);
    this.json = json;
  }

  ObjectNode answer(JungleScoutCall call, LocalDate today) {
    JungleScoutParameters parameters = new JungleScoutParameters(call);
    Marketplace market = parameters.marketplace();
    PageLinks links = new PageLinks(call.url(), market, parameters.pageSize());
    Cursor cursor = parameters.cursor();
    Refusal.when(cursor.broken(), JungleScoutRefusals::broken);
    List<String> matches = matches(keywords(call.body()));
    int from = Math.min(cursor.offset(), matches.size());
    int to = Math.min(from + links.size(), matches.size());
    List<Fields> page =
        matches.subList(from, to).stream()
            .map(asin -> products.product(market, asin, today))
            .toList();
    return json.tree(
        new Fields()
            .with("data", page)
            .with("links", links.of(cursor, to < matches.size() ? new Cursor(to, false) : null))
            .with("meta", Map.of("total_items", matches.size())));
  }

  private List<String> keywords(String body) {
    JsonNode data =
        json.read(body)
            .filter(JsonNode::isObject)
            .orElseThrow(() -> JungleScoutRefusals.badBody("The body is not a JSON object."))
            .path("data");
    Refusal.when(
        !"product_database_query".equals(data.path("type").asText()),
        () -> JungleScoutRefusals.badAttribute("/data/type", "must be product_database_query"));
    JsonNode keywords = data.path("attributes").path("include_keywords");
    Refusal.when(
        !keywords.isArray() || keywords.isEmpty(),
        () -> JungleScoutRefusals.badAttribute(POINTER, "must be a list of keywords or ASINs"));
    List<String> words = new ArrayList<>();
    keywords.forEach(word -> words.add(word.asText().trim()));
    return words;
  }

  private List<String> matches(List<String> keywords) {
    List<String> asked =
        keywords.stream()
            .distinct()
            .flatMap(word -> found(word).stream())
            .distinct()
            .filter(catalogue::isKnown)
            .toList();
    List<String> ordered = new ArrayList<>(asked);
    ordered.sort(Comparator.comparing(asin -> catalogue.dice().roll("order", asin)));
    if (ordered.equals(asked)) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  private List<String> found(String word) {
    String upper = word.toUpperCase(Locale.ROOT);
    if (JungleScoutParameters.ASIN.matcher(upper).matches()) {
      return List.of(upper);
    }
    String lower = word.toLowerCase(Locale.ROOT);
    return catalogue.asins().stream()
        .filter(asin -> products.title(asin).toLowerCase(Locale.ROOT).contains(lower))
        .toList();
  }
}
