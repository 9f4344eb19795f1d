package io.syncline.entities.engine.mapping;

import java.util.List;
import java.util.Optional;

/**
 * A kind of entity: its table's name, the field that it is known by, and what may be written.
 *
 * @param keyField what keys of {@code field} feeds are compared with
 */
public record EntityType(String name, String keyField, List<Field> fields) {
  /** The flag of entities that are in no feed any more; it is nobody's target. */
  public static final String ARCHIVED = "archived";

  public EntityType {
    fields = List.copyOf(fields);
  }

  public Optional<Field> field(String name) {
    return fields.stream().filter(it -> it.name().equals(name)).findAny();
  }
}
