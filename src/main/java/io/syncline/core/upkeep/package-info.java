/**
 * What is done beside runs so that tables stay small and views fresh: retention, refreshed views,
 * the ledger's forgetting. Owns {@code sync_view_refreshes} and {@code sync_forgotten_runs}.
 */
@NullMarked
package io.syncline.core.upkeep;

import org.jspecify.annotations.NullMarked;
