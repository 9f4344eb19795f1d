/**
 * What cells hold and what fields hold: text, numbers, days and moments, compared as their columns
 * compare them.
 */
@NullMarked
package io.syncline.entities.engine.value;

import org.jspecify.annotations.NullMarked;
