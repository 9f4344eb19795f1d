package io.syncline.stockx;

import io.syncline.core.source.SourceProfile;

/**
 * One account at StockX.
 *
 * @param name as configured; empty: that of the four variables
 */
record StockxAccount(String name, SourceProfile api, SourceProfile host, StockxTokens tokens) {}
