/** The simulated database of artisans. */
@NullMarked
package io.syncline.sandbox.yuhinkai;

import org.jspecify.annotations.NullMarked;
