/** The simulated StockX and its token host. */
@NullMarked
package io.syncline.sandbox.stockx;

import org.jspecify.annotations.NullMarked;
