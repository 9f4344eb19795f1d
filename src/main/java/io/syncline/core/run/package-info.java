/**
 * Runs: opened once, leased, kept alive, stopped, closed once. Owns {@code sync_runs}, the leases,
 * slots and cursors beside it, and production's fence; knows a pipeline only as a word.
 */
@NullMarked
package io.syncline.core.run;

import org.jspecify.annotations.NullMarked;
