/**
 * What is done beside runs so that tables stay small and views fresh: retention, refreshed views,
 * the ledger's forgetting.
 */
@NullMarked
package io.syncline.core.upkeep;

import org.jspecify.annotations.NullMarked;
