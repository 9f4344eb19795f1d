package io.syncline.entities.engine.mapping;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who contends for a field.
 *
 * @param appPriority of manual edits; null where they take no part
 */
public record FieldPolicy(
    Field field, Map<UUID, Contender> contenders, @Nullable Integer appPriority) {

  public FieldPolicy {
    contenders = Map.copyOf(contenders);
  }

  public @Nullable Contender contender(UUID feedId) {
    return contenders.get(feedId);
  }
}
