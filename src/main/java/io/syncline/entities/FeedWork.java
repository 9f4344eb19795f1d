package io.syncline.entities;

import io.syncline.entities.engine.mapping.TypePlan;
import io.syncline.entities.feed.StoredFeed;
import io.syncline.entities.source.FeedRead;

/** A feed with what its source answered, for the run that works on it. */
record FeedWork(StoredFeed stored, TypePlan type, FeedRead read) {}
