/** What is said of rows, columns and feeds that cannot be taken as they are. */
@NullMarked
package io.syncline.entities.engine.error;

import org.jspecify.annotations.NullMarked;
