package io.syncline.entities.engine.mapping;

import java.util.List;
import java.util.UUID;

/**
 * A mapped tab of a spreadsheet, or a mapped kind of object of an API (mapping#11-feeds).
 *
 * @param columns in mapping order
 */
public record Feed(
    UUID id,
    FeedSource source,
    String tab,
    int headerRow,
    String entityType,
    FeedRules rules,
    String locale,
    String timezone,
    List<ColumnMapping> columns) {

  public Feed {
    columns = List.copyOf(columns);
  }

  /** Where a value came from, for people: Source → Tab → Header. */
  public String reference(ColumnMapping column) {
    return source.name() + " → " + tab + " → " + column.sourceColumn();
  }
}
