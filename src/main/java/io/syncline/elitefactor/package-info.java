/**
 * Pipeline {@code elitefactor}: copies the elite factor of artisans from Yuhinkai's database to the
 * listings of both databases (document 000).
 */
@NullMarked
package io.syncline.elitefactor;

import org.jspecify.annotations.NullMarked;
