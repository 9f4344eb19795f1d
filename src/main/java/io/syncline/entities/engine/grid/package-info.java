/** How what a source sends becomes rows with keys: headers, paths, duplicates over a whole read. */
@NullMarked
package io.syncline.entities.engine.grid;

import org.jspecify.annotations.NullMarked;
