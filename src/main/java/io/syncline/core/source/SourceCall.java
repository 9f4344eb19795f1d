package io.syncline.core.source;

import io.syncline.core.run.ActiveRun;
import java.util.Map;
import java.util.Optional;

/**
 * One attempt at a source.
 *
 * @param bounds of an answer that is taken whole
 * @param download where a success is read as it comes
 * @param sent what went out as the identity, once it has
 * @param begunAt by {@link System#nanoTime()}
 */
record SourceCall(
    SourceProfile source,
    ActiveRun run,
    Bounds bounds,
    Optional<Download<?>> download,
    Map<String, String> sent,
    long begunAt) {

  /** Without the identity: this text may reach a log. */
  @Override
  public String toString() {
    return "call to " + source;
  }
}
