/**
 * Calls to sources: one HTTP policy, the limits of each credential, and what an answer means. Owns
 * {@code sync_source_usage}.
 */
package io.syncline.core.source;
