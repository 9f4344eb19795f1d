package io.syncline.sandbox.engine;

import static io.syncline.sandbox.engine.Endpoint.MARKET;
import static io.syncline.sandbox.engine.Endpoint.PRODUCT;
import static io.syncline.sandbox.engine.Endpoint.PRODUCTS;
import static io.syncline.sandbox.engine.Endpoint.SALES;
import static io.syncline.sandbox.engine.Endpoint.SEARCH;
import static io.syncline.sandbox.engine.Endpoint.TOKENS;
import static io.syncline.sandbox.engine.Endpoint.VARIANTS;
import static io.syncline.sandbox.engine.Endpoint.WEBHOOKS;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What can go wrong on purpose, and where it makes sense. */
public enum FaultKind {
  HTTP_429(PRODUCTS, SALES, SEARCH, PRODUCT, VARIANTS, MARKET, WEBHOOKS),
  HTTP_500(PRODUCTS, SALES, TOKENS, SEARCH, PRODUCT, VARIANTS, MARKET, WEBHOOKS),
  HTTP_401(PRODUCTS, SALES, SEARCH, PRODUCT, VARIANTS, MARKET, WEBHOOKS),
  HTTP_404(SEARCH, PRODUCT, VARIANTS, MARKET, WEBHOOKS),
  BAN(WEBHOOKS),
  SLOW(PRODUCTS, SALES, TOKENS, SEARCH, PRODUCT, VARIANTS, MARKET, WEBHOOKS),
  DRIP(PRODUCTS, SALES),
  GARBAGE(PRODUCTS, SALES, SEARCH, PRODUCT, VARIANTS, MARKET),
  TRUNCATED(PRODUCTS, SALES, SEARCH, PRODUCT, VARIANTS, MARKET),
  ERRORS_IN_200(PRODUCTS, SALES),
  FOREIGN_ASINS(PRODUCTS, SALES),
  OUT_OF_RANGE_NUMBERS(PRODUCTS, SALES),
  NUL_CHARACTERS(PRODUCTS, SALES, SEARCH, PRODUCT, VARIANTS),
  MISSING_FIELDS(PRODUCTS, SALES),
  INVALID_GRANT(TOKENS),
  ODD_REFUSAL(TOKENS),
  ROTATED_GRANT(TOKENS),
  ACCESS_DENIED(TOKENS),
  SHORT_LIFE(TOKENS),
  RETRY_AFTER(SEARCH, PRODUCT, VARIANTS, MARKET),
  LATER_PAGE(SEARCH),
  LONG_STYLES(SEARCH, PRODUCT),
  OTHER_CURRENCY(MARKET),
  EMPTY_MARKET(MARKET),
  ODD_AMOUNTS(MARKET),
  ODD_ASKS(MARKET),
  PARTIAL_PAGES(PRODUCTS),
  LOOPING_CURSOR(PRODUCTS);

  private final Set<Endpoint> endpoints;

  FaultKind(Endpoint... endpoints) {
    this.endpoints = Set.of(endpoints);
  }

  boolean fits(Endpoint endpoint) {
    return endpoints.contains(endpoint);
  }

  static List<FaultKind> of(Vendor vendor) {
    return Arrays.stream(values())
        .filter(kind -> Endpoint.of(vendor).stream().anyMatch(kind::fits))
        .toList();
  }
}
