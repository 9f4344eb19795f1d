package io.syncline.junglescout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The two calls of Jungle Scout's API (junglescout#product-search,
 * junglescout#daily-sales-estimates).
 */
@Component
final class JungleScoutClient {
  private static final String JSON_API = "application/vnd.api+json";

  private final SourceClient client;
  private final SourceProfile jungleScout;
  private final JungleScoutSettings settings;

  JungleScoutClient(SourceClient client, JungleScoutSettings settings, Environment environment) {
    this.client = client;
    this.jungleScout = settings.source(environment);
    this.settings = settings;
  }

  /** One page of the products that the ASINs find: a search, so others may be among them. */
  SourceAnswer products(
      ActiveRun run, Marketplace marketplace, List<String> asins, Optional<String> cursor) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("marketplace", marketplace.word());
    query.put("page[size]", "100");
    cursor.ifPresent(c -> query.put("page[cursor]", c));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode data = body.putObject("data").put("type", "product_database_query");
    var keywords = data.putObject("attributes").putArray("include_keywords");
    asins.forEach(keywords::add);
    return call(run, "POST", "/product_database_query", query, Optional.of(body.toString()));
  }

  /** The daily sales estimates of one product. */
  SourceAnswer sales(ActiveRun run, Marketplace marketplace, String asin, Span span) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("marketplace", marketplace.word());
    query.put("asin", asin);
    query.put("start_date", span.first().toString());
    query.put("end_date", span.last().toString());
    return call(run, "GET", "/sales_estimates_query", query, Optional.empty());
  }

  private SourceAnswer call(
      ActiveRun run, String method, String path, Map<String, String> query, Optional<String> body) {
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            JSON_API,
            "Accept",
            "application/vnd.junglescout.v1+json",
            "X-API-Type",
            settings.apiType());
    return client.call(new SourceRequest(jungleScout, method, path, query, headers, body), run);
  }
}
