package io.syncline.core.pipeline;

/**
 * A figure of a pipeline that is counted in staging from time to time.
 *
 * @param metric its name, such as {@code syncline.credentials}
 * @param tag what its parts are told apart by, of which there are few
 * @param sql answers rows of that tag and a number; small, as it is asked every few seconds
 */
public record Measure(String pipeline, String metric, String tag, String sql) {}
