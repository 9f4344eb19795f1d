/**
 * Owns what a collector of OpenTelemetry is sent of runs: a trace for each, with its calls to
 * sources and its batches. Nothing of it exists where no collector is configured.
 */
@NullMarked
package io.syncline.core.trace;

import org.jspecify.annotations.NullMarked;
