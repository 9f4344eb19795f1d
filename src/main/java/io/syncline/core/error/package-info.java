/**
 * What can go wrong, sealed by what is done about it: tried again, stopped, counted, or refused to
 * the caller.
 */
@NullMarked
package io.syncline.core.error;

import org.jspecify.annotations.NullMarked;
