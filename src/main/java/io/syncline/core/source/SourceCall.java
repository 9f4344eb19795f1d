package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;

/**
 * One attempt at a source.
 *
 * @param begunAt by {@link System#nanoTime()}
 */
record SourceCall(SourceProfile source, ActiveRun run, long begunAt) {}
