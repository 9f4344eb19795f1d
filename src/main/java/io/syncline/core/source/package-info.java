/**
 * Calls to sources: one HTTP policy, the limits of each credential, and what an answer means. Owns
 * {@code sync_source_usage}, {@code sync_source_pace} and {@code sync_source_buckets}.
 */
@NullMarked
package io.syncline.core.source;

import org.jspecify.annotations.NullMarked;
