/** Shopify's GraphQL Admin API as a platform. */
@NullMarked
package io.syncline.clientapi.shopify;

import org.jspecify.annotations.NullMarked;
