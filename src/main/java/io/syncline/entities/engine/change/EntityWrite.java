package io.syncline.entities.engine.change;

import io.syncline.entities.engine.value.Value;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entity that is inserted or changed.
 *
 * @param values by field; a null is written as null, what is left out stays, or is the table's
 *     default
 */
public record EntityWrite(UUID id, boolean isNew, Map<String, @Nullable Value> values) {}
