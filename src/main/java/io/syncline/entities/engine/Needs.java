package io.syncline.entities.engine;

import java.util.Set;

/**
 * What has to be looked up for a batch before anything is known of its rows.
 *
 * @param rowKeys of the feed's kept rows; for a feed of external ids these are the record ids too
 * @param keys normalised keys that may lead to entities, or be taken
 */
public record Needs(Set<String> rowKeys, Set<String> keys) {}
