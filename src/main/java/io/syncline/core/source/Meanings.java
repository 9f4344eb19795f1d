package io.syncline.core.source;

import java.util.Optional;

/** Tells what a source means by an answer where that is not what most mean by its status. */
@FunctionalInterface
public interface Meanings {

  /** Empty: what most mean by it. */
  Optional<Meaning> of(SourceAnswer answer);
}
