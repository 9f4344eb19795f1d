package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.Fields;
import io.syncline.sandbox.engine.Refusal;

/** What is refused before a query is read, in the vendor's words (shopify#errors). */
final class ShopifyRefusals {

  private ShopifyRefusals() {}

  /** Here {@code errors} is a text; in answers of GraphQL it is a list. */
  static Refusal of(int status, String errors) {
    return new Refusal(status, new Fields().with("errors", errors));
  }

  static Refusal unauthorized() {
    return of(401, "[API] Invalid API key or access token (unrecognized login or wrong password)");
  }

  static Refusal grant(String error, String description) {
    return new Refusal(
        400, new Fields().with("error", error).with("error_description", description));
  }
}
