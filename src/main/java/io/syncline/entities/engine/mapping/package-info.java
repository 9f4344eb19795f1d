/** What users configured of feeds, checked and made ready for a run. */
@NullMarked
package io.syncline.entities.engine.mapping;

import org.jspecify.annotations.NullMarked;
