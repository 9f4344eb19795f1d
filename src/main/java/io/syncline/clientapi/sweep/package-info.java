/** Finds what a platform has no more: its ids beside our records. */
@NullMarked
package io.syncline.clientapi.sweep;

import org.jspecify.annotations.NullMarked;
