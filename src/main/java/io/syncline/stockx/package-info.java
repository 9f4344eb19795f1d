/**
 * Pipeline {@code stockx}: snapshots of market prices in several currencies for the products of the
 * inventory (document 002, docs/sources/stockx.md).
 */
package io.syncline.stockx;
