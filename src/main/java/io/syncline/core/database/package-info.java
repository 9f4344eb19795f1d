/**
 * Owns the connections: the pools of the pair, the embedded server of a first run, and the
 * migrations that must have run before anybody else gets a connection to staging.
 */
@NullMarked
package io.syncline.core.database;

import org.jspecify.annotations.NullMarked;
