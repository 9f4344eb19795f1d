/**
 * Tells what the settings of this service are: each with its value, where that comes from, and what
 * the comment beside it in {@code config/} says. No secret is ever told, only whether it is set.
 */
@NullMarked
package io.syncline.core.setting;

import org.jspecify.annotations.NullMarked;
