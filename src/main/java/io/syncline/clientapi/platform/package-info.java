/** What a platform brings: one client, one mapper, and its own settings. */
@NullMarked
package io.syncline.clientapi.platform;

import org.jspecify.annotations.NullMarked;
