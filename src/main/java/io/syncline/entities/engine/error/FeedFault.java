package io.syncline.entities.engine.error;

/** What ends a feed's run before its first row, in words for whoever mapped it. */
public record FeedFault(FeedCode code, String message) {}
