/** What a batch comes to: rows of every table that have to be written, and what is told. */
@NullMarked
package io.syncline.entities.engine.change;

import org.jspecify.annotations.NullMarked;
