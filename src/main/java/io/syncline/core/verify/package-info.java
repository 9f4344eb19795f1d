/**
 * Compares staging with production, table by table and with the ledger, and repairs production
 * through the outbox.
 */
@NullMarked
package io.syncline.core.verify;

import org.jspecify.annotations.NullMarked;
