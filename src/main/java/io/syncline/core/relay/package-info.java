/**
 * What production still lacks: the outbox in {@code run_batches}, and the relay that delivers it
 * later. Owns {@code sync_applied}.
 */
@NullMarked
package io.syncline.core.relay;

import org.jspecify.annotations.NullMarked;
