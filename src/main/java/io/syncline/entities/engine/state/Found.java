package io.syncline.entities.engine.state;

import io.syncline.entities.engine.value.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's rows lead to.
 *
 * @param keys by normalised key which entities have it, of those that are there; several where
 *     somebody inserted a second one
 * @param links by record id the linked entity; empty for a feed that is known by a field
 * @param linked by entity the record of this source that it is linked to
 * @param values by entity what its fields hold; a field that is left out is null
 * @param rows by row key what is kept of it
 */
public record Found(
    Map<String, List<KeyOwner>> keys,
    Map<String, UUID> links,
    Map<UUID, String> linked,
    Map<UUID, Map<String, @Nullable Value>> values,
    Map<String, FeedRow> rows) {}
