/** The simulated Jungle Scout. */
@NullMarked
package io.syncline.sandbox.junglescout;

import org.jspecify.annotations.NullMarked;
