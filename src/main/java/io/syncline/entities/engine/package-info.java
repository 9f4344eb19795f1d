/**
 * The engine of mapped feeds: from rows and what is known of their entities to what has to be
 * written. It has no Camel, no database and no clock; its rules stand in docs/design/mapping.md.
 */
@NullMarked
package io.syncline.entities.engine;

import org.jspecify.annotations.NullMarked;
