/**
 * Pipeline {@code stockx}: snapshots of market prices in several currencies for the products of the
 * inventory (document 002, docs/sources/stockx.md).
 */
@NullMarked
package io.syncline.stockx;

import org.jspecify.annotations.NullMarked;
