/** What clients sell, computed from their records, and what is read of both. */
@NullMarked
package io.syncline.clientapi.sku;

import org.jspecify.annotations.NullMarked;
