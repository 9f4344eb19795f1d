package io.syncline.core.pipeline;

/** What the caller of a path is told to do when its body is too large. */
public record BodyHint(String path, String advice) {}
