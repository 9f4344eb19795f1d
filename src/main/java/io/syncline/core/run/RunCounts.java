package io.syncline.core.run;

/**
 * What a run did, in records: processed = created + updated + skipped + failed (G6). Calls are HTTP
 * attempts to the source, retries included.
 */
public record RunCounts(
    long processed, long created, long updated, long skipped, long failed, long apiCalls) {}
