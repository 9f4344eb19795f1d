/**
 * Batches on their way to staging and then to production; the one writer of the tables of streams.
 */
@NullMarked
package io.syncline.core.write;

import org.jspecify.annotations.NullMarked;
