/** The simulated shops of Shopify's Admin API, which execute GraphQL. */
@NullMarked
package io.syncline.sandbox.shopify;

import org.jspecify.annotations.NullMarked;
