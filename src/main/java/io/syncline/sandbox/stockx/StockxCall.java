package io.syncline.sandbox.stockx;

import io.syncline.sandbox.engine.Endpoint;
import java.util.Map;

/** A request as StockX sees it; what is missing is empty text. */
record StockxCall(
    Endpoint endpoint,
    String authorization,
    String apiKey,
    String productId,
    Map<String, String> query,
    String body) {

  StockxCall {
    query = Map.copyOf(query);
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  /** Whose market it is: each key has its own, under a name that is not the key. */
  String account() {
    return apiKey.isEmpty() ? "(refused)" : "key-" + Integer.toHexString(apiKey.hashCode());
  }
}
