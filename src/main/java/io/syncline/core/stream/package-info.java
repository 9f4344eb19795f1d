/**
 * One kind of record and its table: columns, key, the statements that write and compare it, and the
 * batches of its records.
 */
@NullMarked
package io.syncline.core.stream;

import org.jspecify.annotations.NullMarked;
