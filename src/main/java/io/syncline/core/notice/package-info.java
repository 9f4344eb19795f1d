/** Tells people of runs over Discord, and is never in the way of one. */
@NullMarked
package io.syncline.core.notice;

import org.jspecify.annotations.NullMarked;
