package io.syncline.core.run;

/**
 * What a run did, in records: processed = created + updated + unchanged + skipped + failed (G6).
 * Calls are HTTP attempts to the source, retries included.
 *
 * @param unchanged found equal
 * @param skipped left out or rejected by the pipeline
 * @param failed that a database refused, or that could not be read
 */
public record RunCounts(
    long processed,
    long created,
    long updated,
    long unchanged,
    long skipped,
    long failed,
    long apiCalls) {}
