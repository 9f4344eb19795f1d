/** The shop whose tables the sandbox fills, and its first runs. */
@NullMarked
package io.syncline.sandbox.shop;

import org.jspecify.annotations.NullMarked;
