package io.syncline.entities.engine.mapping;

import java.util.UUID;

/** A feed that maps a field, with what counts when the field is resolved. */
public record Contender(
    UUID feedId, FeedSource source, String reference, Authority authority, int priority) {}
