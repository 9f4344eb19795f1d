package io.syncline.stockx;

import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceProfile;
import io.syncline.core.source.SourceRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The calls of stockx.md section 2 that a price sync needs. {@code country} is never sent. */
@Component
final class StockxClient {
  private static final int PAGE = 50;

  private final SourceClient client;
  private final SourceProfile stockx;
  private final StockxTokens tokens;

  StockxClient(
      SourceClient client, @Qualifier("stockxApi") SourceProfile stockx, StockxTokens tokens) {
    this.client = client;
    this.stockx = stockx;
    this.tokens = tokens;
  }

  /** Products that a text finds, the first page. */
  SourceAnswer search(ActiveRun run, String text) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("query", text);
    query.put("pageNumber", "1");
    query.put("pageSize", String.valueOf(PAGE));
    return get(run, "/catalog/search", query);
  }

  SourceAnswer variants(ActiveRun run, String productId) {
    return get(run, "/catalog/products/" + productId + "/variants", Map.of());
  }

  /** The market of all variants of a product in one currency. */
  SourceAnswer market(ActiveRun run, String productId, String currency) {
    return get(
        run, "/catalog/products/" + productId + "/market-data", Map.of("currencyCode", currency));
  }

  private SourceAnswer get(ActiveRun run, String path, Map<String, String> query) {
    SourceRequest request =
        new SourceRequest(
            stockx, "GET", path, query, Map.of("Accept", "application/json"), Optional.empty());
    String used = tokens.ensure(run);
    try {
      return client.call(request, run);
    } catch (TerminalFailure e) {
      if (!e.isUnauthorized()) {
        throw e;
      }
      tokens.renewInsteadOf(used, run);
      return client.call(request, run);
    } catch (TransientFailure e) {
      if (e.code().equals("SOURCE_THROTTLED")) {
        throw TerminalFailure.stopped(
            "SOURCE_THROTTLED", "StockX answers 429 after all tries: the day's calls seem used up");
      }
      throw e;
    }
  }
}
