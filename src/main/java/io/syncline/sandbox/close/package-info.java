/** The simulated Close, with its leads, contacts and opportunities. */
@NullMarked
package io.syncline.sandbox.close;

import org.jspecify.annotations.NullMarked;
