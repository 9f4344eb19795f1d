/**
 * Records that could not be written, kept with their error until they are written or closed. Owns
 * {@code sync_dead_letters}.
 */
@NullMarked
package io.syncline.core.letter;

import org.jspecify.annotations.NullMarked;
