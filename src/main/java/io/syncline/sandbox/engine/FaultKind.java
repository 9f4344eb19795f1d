package io.syncline.sandbox.engine;

import static io.syncline.sandbox.engine.Endpoint.CLOSE_SEARCH;
import static io.syncline.sandbox.engine.Endpoint.EMPLOYEES;
import static io.syncline.sandbox.engine.Endpoint.GOOGLE_TOKENS;
import static io.syncline.sandbox.engine.Endpoint.ITEMS;
import static io.syncline.sandbox.engine.Endpoint.MARKET;
import static io.syncline.sandbox.engine.Endpoint.PRODUCT;
import static io.syncline.sandbox.engine.Endpoint.PRODUCTS;
import static io.syncline.sandbox.engine.Endpoint.SALES;
import static io.syncline.sandbox.engine.Endpoint.SEARCH;
import static io.syncline.sandbox.engine.Endpoint.SPREADSHEET;
import static io.syncline.sandbox.engine.Endpoint.TOKENS;
import static io.syncline.sandbox.engine.Endpoint.VALUES;
import static io.syncline.sandbox.engine.Endpoint.VALUES_BATCH;
import static io.syncline.sandbox.engine.Endpoint.VARIANTS;
import static io.syncline.sandbox.engine.Endpoint.WEBHOOKS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What can go wrong on purpose, and where it makes sense. */
public enum FaultKind {
  HTTP_429(except(TOKENS, GOOGLE_TOKENS)),
  HTTP_500(everywhere()),
  HTTP_503(at(Vendor.GOOGLE, Vendor.CLOSE, Vendor.JSON)),
  HTTP_401(except(TOKENS, GOOGLE_TOKENS)),
  HTTP_402(at(Vendor.CLOSE)),
  HTTP_403(at(Vendor.GOOGLE, Vendor.CLOSE, Vendor.JSON)),
  HTTP_404(
      Set.of(
          SEARCH,
          PRODUCT,
          VARIANTS,
          MARKET,
          WEBHOOKS,
          SPREADSHEET,
          VALUES,
          VALUES_BATCH,
          EMPLOYEES,
          ITEMS)),
  BAN(Set.of(WEBHOOKS)),
  SLOW(everywhere()),
  DRIP(Set.of(PRODUCTS, SALES, VALUES_BATCH, CLOSE_SEARCH, EMPLOYEES, ITEMS)),
  GARBAGE(except(TOKENS, WEBHOOKS)),
  TRUNCATED(except(TOKENS, WEBHOOKS)),
  ERRORS_IN_200(Set.of(PRODUCTS, SALES)),
  FOREIGN_ASINS(Set.of(PRODUCTS, SALES)),
  OUT_OF_RANGE_NUMBERS(Set.of(PRODUCTS, SALES)),
  NUL_CHARACTERS(Set.of(PRODUCTS, SALES, SEARCH, PRODUCT, VARIANTS)),
  MISSING_FIELDS(Set.of(PRODUCTS, SALES)),
  INVALID_GRANT(Set.of(TOKENS, GOOGLE_TOKENS)),
  ODD_REFUSAL(Set.of(TOKENS)),
  ROTATED_GRANT(Set.of(TOKENS)),
  ACCESS_DENIED(Set.of(TOKENS)),
  SHORT_LIFE(Set.of(TOKENS, GOOGLE_TOKENS)),
  RETRY_AFTER(Set.of(SEARCH, PRODUCT, VARIANTS, MARKET, EMPLOYEES, ITEMS)),
  LATER_PAGE(Set.of(SEARCH)),
  LONG_STYLES(Set.of(SEARCH, PRODUCT)),
  OTHER_CURRENCY(Set.of(MARKET)),
  EMPTY_MARKET(Set.of(MARKET)),
  ODD_AMOUNTS(Set.of(MARKET)),
  ODD_ASKS(Set.of(MARKET)),
  PARTIAL_PAGES(Set.of(PRODUCTS)),
  LOOPING_CURSOR(Set.of(PRODUCTS, ITEMS)),
  FOREIGN_LINK(Set.of(EMPLOYEES, ITEMS));

  private final Set<Endpoint> endpoints;

  FaultKind(Set<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  boolean fits(Endpoint endpoint) {
    return endpoints.contains(endpoint);
  }

  static List<FaultKind> of(Vendor vendor) {
    return Arrays.stream(values())
        .filter(kind -> Endpoint.of(vendor).stream().anyMatch(kind::fits))
        .toList();
  }

  private static Set<Endpoint> everywhere() {
    return EnumSet.allOf(Endpoint.class);
  }

  private static Set<Endpoint> except(Endpoint... endpoints) {
    return EnumSet.complementOf(EnumSet.copyOf(List.of(endpoints)));
  }

  private static Set<Endpoint> at(Vendor... vendors) {
    Set<Endpoint> all = EnumSet.noneOf(Endpoint.class);
    Arrays.stream(vendors).map(Endpoint::of).forEach(all::addAll);
    return all;
  }
}
