package io.syncline.sandbox.engine;

import static io.syncline.sandbox.engine.Endpoint.BULK;
import static io.syncline.sandbox.engine.Endpoint.BULK_FILES;
import static io.syncline.sandbox.engine.Endpoint.BULK_POLLS;
import static io.syncline.sandbox.engine.Endpoint.CLOSE_SEARCH;
import static io.syncline.sandbox.engine.Endpoint.CREATE_REPORT;
import static io.syncline.sandbox.engine.Endpoint.DOCUMENTS;
import static io.syncline.sandbox.engine.Endpoint.EMPLOYEES;
import static io.syncline.sandbox.engine.Endpoint.FBA_INVENTORY;
import static io.syncline.sandbox.engine.Endpoint.GET_DOCUMENT;
import static io.syncline.sandbox.engine.Endpoint.GOOGLE_TOKENS;
import static io.syncline.sandbox.engine.Endpoint.HOOKS;
import static io.syncline.sandbox.engine.Endpoint.ITEMS;
import static io.syncline.sandbox.engine.Endpoint.LISTINGS;
import static io.syncline.sandbox.engine.Endpoint.LWA;
import static io.syncline.sandbox.engine.Endpoint.MARKET;
import static io.syncline.sandbox.engine.Endpoint.PARTICIPATIONS;
import static io.syncline.sandbox.engine.Endpoint.PRODUCT;
import static io.syncline.sandbox.engine.Endpoint.PRODUCTS;
import static io.syncline.sandbox.engine.Endpoint.SALES;
import static io.syncline.sandbox.engine.Endpoint.SEARCH;
import static io.syncline.sandbox.engine.Endpoint.SEARCH_ORDERS;
import static io.syncline.sandbox.engine.Endpoint.SHOP;
import static io.syncline.sandbox.engine.Endpoint.SHOPIFY_TOKENS;
import static io.syncline.sandbox.engine.Endpoint.SHOP_CUSTOMERS;
import static io.syncline.sandbox.engine.Endpoint.SHOP_INVENTORY;
import static io.syncline.sandbox.engine.Endpoint.SHOP_ORDERS;
import static io.syncline.sandbox.engine.Endpoint.SHOP_PRODUCTS;
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
  HTTP_503(at(Vendor.GOOGLE, Vendor.CLOSE, Vendor.JSON, Vendor.SHOPIFY, Vendor.AMAZON)),
  HTTP_401(except(TOKENS, GOOGLE_TOKENS)),
  HTTP_402(at(Vendor.CLOSE, Vendor.SHOPIFY)),
  HTTP_403(at(Vendor.GOOGLE, Vendor.CLOSE, Vendor.JSON, Vendor.SHOPIFY, Vendor.AMAZON)),
  HTTP_404(
      with(
          at(Vendor.SHOPIFY),
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
  HTTP_423(at(Vendor.SHOPIFY)),
  HTTP_430(at(Vendor.SHOPIFY)),
  BAN(Set.of(WEBHOOKS)),
  SLOW(everywhere()),
  DRIP(
      with(
          at(Vendor.SHOPIFY, Vendor.AMAZON),
          PRODUCTS,
          SALES,
          VALUES_BATCH,
          CLOSE_SEARCH,
          EMPLOYEES,
          ITEMS)),
  GARBAGE(except(TOKENS, WEBHOOKS)),
  TRUNCATED(except(TOKENS, WEBHOOKS)),
  ERRORS_IN_200(with(queries(), PRODUCTS, SALES, PARTICIPATIONS, FBA_INVENTORY)),
  FOREIGN_ASINS(Set.of(PRODUCTS, SALES)),
  OUT_OF_RANGE_NUMBERS(Set.of(PRODUCTS, SALES)),
  NUL_CHARACTERS(with(queries(), PRODUCTS, SALES, SEARCH, PRODUCT, VARIANTS)),
  MISSING_FIELDS(Set.of(PRODUCTS, SALES)),
  INVALID_GRANT(Set.of(TOKENS, GOOGLE_TOKENS, SHOPIFY_TOKENS, LWA)),
  ODD_REFUSAL(Set.of(TOKENS)),
  ROTATED_GRANT(Set.of(TOKENS)),
  ACCESS_DENIED(with(queries(), TOKENS)),
  SHORT_LIFE(Set.of(TOKENS, GOOGLE_TOKENS, SHOPIFY_TOKENS, LWA)),
  RETRY_AFTER(with(queries(), SEARCH, PRODUCT, VARIANTS, MARKET, EMPLOYEES, ITEMS)),
  LATER_PAGE(Set.of(SEARCH)),
  LONG_STYLES(Set.of(SEARCH, PRODUCT)),
  OTHER_CURRENCY(Set.of(MARKET)),
  EMPTY_MARKET(Set.of(MARKET)),
  ODD_AMOUNTS(Set.of(MARKET)),
  ODD_ASKS(Set.of(MARKET)),
  PARTIAL_PAGES(Set.of(PRODUCTS)),
  LOOPING_CURSOR(with(lists(), PRODUCTS, ITEMS, SEARCH_ORDERS)),
  FOREIGN_LINK(Set.of(EMPLOYEES, ITEMS, BULK_POLLS, GET_DOCUMENT)),
  THROTTLED(queries()),
  LOW_MAX_COST(lists()),
  PROTECTED_DATA(lists()),
  OTHER_VERSION(queries()),
  BULK_FAILED(Set.of(BULK)),
  BULK_PARTIAL(Set.of(BULK)),
  BULK_STUCK(Set.of(BULK)),
  ORPHANS(Set.of(BULK)),
  REDIRECT(Set.of(BULK_FILES)),
  HUGE_FILE(Set.of(BULK_FILES)),
  INVALID_CLIENT(Set.of(LWA)),
  EXPIRED_TOKEN(operations()),
  NO_RATE(operations()),
  NO_FBA(Set.of(FBA_INVENTORY)),
  MANY_LISTINGS(Set.of(LISTINGS)),
  REPORT_FATAL(Set.of(CREATE_REPORT)),
  REPORT_CANCELLED(Set.of(CREATE_REPORT)),
  DEAD_URL(Set.of(DOCUMENTS)),
  NO_CHARSET(Set.of(DOCUMENTS)),
  ODD_ROWS(Set.of(DOCUMENTS));

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

  private static Set<Endpoint> with(Set<Endpoint> some, Endpoint... more) {
    Set<Endpoint> all = EnumSet.copyOf(some);
    all.addAll(List.of(more));
    return all;
  }

  /** What a simulated shop is asked in GraphQL. */
  private static Set<Endpoint> queries() {
    return with(lists(), SHOP, BULK, BULK_POLLS, HOOKS);
  }

  /** What a simulated seller is asked. */
  private static Set<Endpoint> operations() {
    Set<Endpoint> all = at(Vendor.AMAZON);
    all.removeAll(Set.of(LWA, DOCUMENTS));
    return all;
  }

  private static Set<Endpoint> lists() {
    return Set.of(SHOP_ORDERS, SHOP_PRODUCTS, SHOP_CUSTOMERS, SHOP_INVENTORY);
  }

  private static Set<Endpoint> at(Vendor... vendors) {
    Set<Endpoint> all = EnumSet.noneOf(Endpoint.class);
    Arrays.stream(vendors).map(Endpoint::of).forEach(all::addAll);
    return all;
  }
}
