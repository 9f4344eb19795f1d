package io.syncline.sandbox.shopify;

/** What goes wrong with one field of a query: it is told beside the data, in a 200. */
final class AdminFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  AdminFault(String code, String message) {
    super(message);
    this.code = code;
  }

  static AdminFault denied(String field, String scope) {
    return new AdminFault(
        "ACCESS_DENIED",
        "Access denied for " + field + " field. Required access: `" + scope + "` access scope.");
  }

  String code() {
    return code;
  }
}
