/** The simulated Discord. */
@NullMarked
package io.syncline.sandbox.discord;

import org.jspecify.annotations.NullMarked;
