package io.syncline.stockx;

import io.syncline.core.source.SourceProfile;
import io.syncline.stockx.StockxSettings.Credentials;

/**
 * One account at StockX.
 *
 * @param name as configured; empty: that of the four variables
 */
record StockxAccount(String name, SourceProfile api, SourceProfile host, StockxTokens tokens) {

  /** What an account is called with, and where each part is configured, for whoever mends it. */
  record Key(String name, Credentials credentials) {

    String settingOfGrant() {
      return name.isEmpty() ? "STOCKX_REFRESH_TOKEN" : setting("refresh-token");
    }

    String settingsOfClient() {
      return name.isEmpty()
          ? "STOCKX_CLIENT_ID and STOCKX_CLIENT_SECRET"
          : setting("client-id") + " and client-secret";
    }

    private String setting(String part) {
      return "syncline.stockx.accounts." + name + "." + part;
    }

    /** Without the secrets: this text may reach a log. */
    @Override
    public String toString() {
      return "key of " + (name.isEmpty() ? "the own account" : name);
    }
  }
}
