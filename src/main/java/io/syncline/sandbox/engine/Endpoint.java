package io.syncline.sandbox.engine;

import java.util.Arrays;
import java.util.List;

/** What is counted and what a fault can be limited to, by the vendor's own name. */
public enum Endpoint {
  PRODUCTS(Vendor.JUNGLESCOUT, "product_database_query"),
  SALES(Vendor.JUNGLESCOUT, "sales_estimates_query"),
  TOKENS(Vendor.STOCKX, "oauth"),
  SEARCH(Vendor.STOCKX, "search"),
  PRODUCT(Vendor.STOCKX, "product"),
  VARIANTS(Vendor.STOCKX, "variants"),
  MARKET(Vendor.STOCKX, "market-data"),
  WEBHOOKS(Vendor.DISCORD, "webhooks"),
  GOOGLE_TOKENS(Vendor.GOOGLE, "oauth"),
  SPREADSHEET(Vendor.GOOGLE, "spreadsheets.get"),
  VALUES(Vendor.GOOGLE, "values.get"),
  VALUES_BATCH(Vendor.GOOGLE, "values.batchGet"),
  CLOSE_SEARCH(Vendor.CLOSE, "data/search"),
  LEADS(Vendor.CLOSE, "lead"),
  CONTACTS(Vendor.CLOSE, "contact"),
  OPPORTUNITIES(Vendor.CLOSE, "opportunity"),
  CLOSE_LISTS(Vendor.CLOSE, "lists"),
  EMPLOYEES(Vendor.JSON, "employees"),
  ITEMS(Vendor.JSON, "items"),
  SHOPIFY_TOKENS(Vendor.SHOPIFY, "oauth"),
  SHOP(Vendor.SHOPIFY, "shop"),
  SHOP_ORDERS(Vendor.SHOPIFY, "orders"),
  SHOP_PRODUCTS(Vendor.SHOPIFY, "products"),
  SHOP_CUSTOMERS(Vendor.SHOPIFY, "customers"),
  SHOP_INVENTORY(Vendor.SHOPIFY, "inventory"),
  BULK(Vendor.SHOPIFY, "bulk"),
  BULK_POLLS(Vendor.SHOPIFY, "bulk-polls"),
  HOOKS(Vendor.SHOPIFY, "hooks"),
  BULK_FILES(Vendor.SHOPIFY, "files"),
  LWA(Vendor.AMAZON, "oauth"),
  PARTICIPATIONS(Vendor.AMAZON, "getMarketplaceParticipations"),
  SEARCH_ORDERS(Vendor.AMAZON, "searchOrders"),
  GET_ORDER(Vendor.AMAZON, "getOrder"),
  FBA_INVENTORY(Vendor.AMAZON, "getInventorySummaries"),
  LISTINGS(Vendor.AMAZON, "searchListingsItems"),
  CREATE_REPORT(Vendor.AMAZON, "createReport"),
  GET_REPORTS(Vendor.AMAZON, "getReports"),
  GET_REPORT(Vendor.AMAZON, "getReport"),
  GET_DOCUMENT(Vendor.AMAZON, "getReportDocument"),
  DOCUMENTS(Vendor.AMAZON, "documents");

  private final Vendor vendor;
  private final String word;

  Endpoint(Vendor vendor, String word) {
    this.vendor = vendor;
    this.word = word;
  }

  Vendor vendor() {
    return vendor;
  }

  public String word() {
    return word;
  }

  static List<Endpoint> of(Vendor vendor) {
    return Arrays.stream(values()).filter(endpoint -> endpoint.vendor == vendor).toList();
  }
}
