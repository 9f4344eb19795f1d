package io.syncline.entities.engine;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a run decides for all its batches.
 *
 * @param isForced whether what the feed says becomes the value (mapping#54-forced-runs)
 * @param isPreview whether the rows are to be shown, so that none is skipped by its hash
 * @param isHashed whether rows may be skipped by their hash at all
 * @param ids of new entities
 */
public record RunFacts(boolean isForced, boolean isPreview, boolean isHashed, Supplier<UUID> ids) {

  boolean maySkip() {
    return isHashed && !isForced && !isPreview;
  }
}
