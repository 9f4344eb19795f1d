package io.syncline.core.source;

import java.util.Optional;

/**
 * An answer that was read as it came.
 *
 * @param value what the reading made of it; empty when the answer is no success, or is skipped
 */
public record Streamed<T>(SourceAnswer answer, Optional<T> value) {}
