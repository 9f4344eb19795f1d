package io.syncline.clientapi.amazon;

/** What is asked of Amazon, each with an allowance of its own (amazon-sp#rates). */
enum Operation {
  PARTICIPATIONS("getMarketplaceParticipations"),
  SEARCH_ORDERS("searchOrders"),
  INVENTORY("getInventorySummaries"),
  LISTINGS("searchListingsItems"),
  CREATE_REPORT("createReport"),
  GET_REPORTS("getReports"),
  GET_REPORT("getReport"),
  GET_DOCUMENT("getReportDocument");

  private final String word;

  Operation(String word) {
    this.word = word;
  }

  /** Amazon's own name of it. */
  String word() {
    return word;
  }
}
