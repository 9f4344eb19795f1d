package io.syncline.entities;

import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamCatalogue;
import io.syncline.core.stream.TableStreams;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The tables of entities as their owners have made them: nothing but what the database's catalogue
 * names ever becomes part of a statement.
 */
@Component
record EntityTables(TableStreams tables) implements StreamCatalogue {
  @Override
  public List<Stream> streams() {
    return Entities.TYPES.stream().flatMap(type -> stream(type).stream()).toList();
  }

  /** The table of a kind; none for a word that is no kind, or while the table is not there. */
  Optional<EntityTable> find(String type) {
    return Entities.TYPES.contains(type)
        ? stream(type).map(it -> EntityTable.of(it, tables.columns(type)))
        : Optional.empty();
  }

  private Optional<Stream> stream(String type) {
    return tables.of(type, type, EntityTable.KEY);
  }
}
