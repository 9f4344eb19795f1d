/** A third platform: one client, one mapper, and its settings; nothing else is made for it. */
@NullMarked
package io.syncline.market;

import org.jspecify.annotations.NullMarked;
