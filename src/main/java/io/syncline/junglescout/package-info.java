/**
 * Pipeline {@code junglescout}: product data and daily sales estimates of the visible products
 * (document 004, docs/sources/junglescout.md).
 */
@NullMarked
package io.syncline.junglescout;

import org.jspecify.annotations.NullMarked;
