package io.syncline.entities.engine.mapping;

import org.jspecify.annotations.Nullable;

/**
 * How a feed's rows are matched (mapping#11-feeds).
 *
 * @param matchOn the field whose value finds an entity for a record without a link
 */
public record FeedRules(
    Mode mode,
    OnMissing onMissing,
    OnDuplicateKey onDuplicateKey,
    KeyKind keyKind,
    @Nullable String matchOn) {
  /** What holds where nothing is said. */
  public static final FeedRules USUAL =
      new FeedRules(Mode.UPSERT, OnMissing.KEEP, OnDuplicateKey.REJECT, KeyKind.FIELD, null);
}
