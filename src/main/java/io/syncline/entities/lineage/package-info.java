/**
 * What is told of a value: where it came from, what else is said of it, and where sources differ.
 */
@NullMarked
package io.syncline.entities.lineage;

import org.jspecify.annotations.NullMarked;
