/**
 * Batches on their way to staging and production, what production still lacks, and what could not
 * be written. Owns {@code run_batches}, {@code sync_dead_letters}, {@code sync_applied}.
 */
package io.syncline.core.write;
