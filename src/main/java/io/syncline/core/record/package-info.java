/** What travels in a batch: records, and items that could not become one. */
@NullMarked
package io.syncline.core.record;

import org.jspecify.annotations.NullMarked;
