/** The simulated Selling Partner API of Amazon and its token host. */
@NullMarked
package io.syncline.sandbox.amazon;

import org.jspecify.annotations.NullMarked;
