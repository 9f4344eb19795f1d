package io.syncline.stockx;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.StopReason;
import io.syncline.core.error.TerminalFailure;
import io.syncline.core.error.TransientFailure;
import io.syncline.core.run.ActiveRun;
import io.syncline.core.source.SourceAnswer;
import io.syncline.core.source.SourceClient;
import io.syncline.core.source.SourceRequest;
import io.syncline.stockx.StockxSettings.Region;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The calls that a price sync needs (stockx#calls-of-a-price-run). {@code country} is never sent.
 */
@Component
final class StockxClient {
  private static final int PAGE = 50;

  private final SourceClient client;
  private final StockxAccounts accounts;

  StockxClient(SourceClient client, StockxAccounts accounts) {
    this.client = client;
    this.accounts = accounts;
  }

  /** A page of the products that a text finds. */
  SourceAnswer search(ActiveRun run, String text, int page) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("query", text);
    query.put("pageNumber", String.valueOf(page));
    query.put("pageSize", String.valueOf(PAGE));
    return get(run, accounts.own(), "/catalog/search", query);
  }

  SourceAnswer product(ActiveRun run, String productId) {
    return get(run, accounts.own(), "/catalog/products/" + productId, Map.of());
  }

  SourceAnswer variants(ActiveRun run, String productId) {
    return get(run, accounts.own(), "/catalog/products/" + productId + "/variants", Map.of());
  }

  /** The market of all variants of a product, as the region's account sees it. */
  SourceAnswer market(ActiveRun run, String productId, Region region) {
    return get(
        run,
        accounts.of(region),
        "/catalog/products/" + productId + "/market-data",
        Map.of("currencyCode", region.currency()));
  }

  /**
   * Whether StockX itself says that it does not know an id (stockx#errors-and-their-envelope); a
   * gateway, a proxy or a wrong address answers 404 as well, and says nothing about the product.
   */
  static boolean saysUnknown(SourceAnswer answer) {
    JsonNode body = answer.body();
    return (answer.status() == 400 || answer.status() == 404)
        && body.path("statusCode").asInt() == answer.status()
        && body.path("message").isTextual();
  }

  private SourceAnswer get(
      ActiveRun run, StockxAccount account, String path, Map<String, String> query) {
    SourceRequest request = SourceRequest.get(account.api(), path, query);
    String used = account.ensure(run);
    try {
      return client.call(request, run);
    } catch (TerminalFailure e) {
      if (!e.isUnauthorized()) {
        throw e;
      }
      account.renewInsteadOf(used, run);
      return client.call(request, run);
    } catch (TransientFailure e) {
      if (e.reason() == StopReason.SOURCE_THROTTLED) {
        throw TerminalFailure.stopped(
            StopReason.SOURCE_THROTTLED,
            "StockX answers 429 after all tries: the day's calls seem used up");
      }
      throw e;
    }
  }
}
