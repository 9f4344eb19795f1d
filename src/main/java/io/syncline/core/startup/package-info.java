/**
 * Owns what happens before the first bean: the environment is checked and completed, and a
 * configuration that cannot work is refused with one sentence per fault.
 */
@NullMarked
package io.syncline.core.startup;

import org.jspecify.annotations.NullMarked;
