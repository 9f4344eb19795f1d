/** What the database holds of a batch's entities, loaded by sets before they are worked on. */
@NullMarked
package io.syncline.entities.engine.state;

import org.jspecify.annotations.NullMarked;
