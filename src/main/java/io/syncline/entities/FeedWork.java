package io.syncline.entities;

import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.feed.StoredFeed;
import io.syncline.entities.source.FeedRead;
import java.util.Optional;

/**
 * A feed with what its source answered, for the run that works on it.
 *
 * @param fingerprint what a cursor of this read is made with; empty for none
 */
record FeedWork(StoredFeed stored, TypePlan type, FeedRead read, Optional<String> fingerprint) {}
