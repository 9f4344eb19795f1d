/** How a cell becomes a value: the transforms, by name and with their settings. */
@NullMarked
package io.syncline.entities.engine.transform;

import org.jspecify.annotations.NullMarked;
