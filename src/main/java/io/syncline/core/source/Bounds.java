package io.syncline.core.source;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * How large an answer may be and how long its call may take.
 *
 * @param ratio unpacked to packed
 * @param silent how long nothing of it may come
 */
record Bounds(DataSize largest, int ratio, Duration longest, Duration silent) {}
