package io.syncline.entities;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.syncline.core.database.NeededColumn;
import io.syncline.core.database.NeededColumn.Kind;
import io.syncline.core.database.NeededTable;
import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.database.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables of document 001, which may have any columns beside those that are named here, and the
 * tables that stand beside them.
 */
final class EntitiesNeeds implements Needs {
  @Override
  public String pipeline() {
    return Entities.WORD;
  }

  @Override
  public List<NeededTable> tables() {
    List<NeededTable> tables = new ArrayList<>();
    Entities.TYPES.forEach(type -> tables.add(entity(type)));
    tables.add(lineage());
    tables.addAll(configuration());
    tables.addAll(claims());
    return tables;
  }

  private static NeededTable entity(String type) {
    return shared(type, List.of("id"), of(Kind.UUID, "id"), of(Kind.BOOLEAN, "archived"))
        .migrated(KeyBy.ITSELF, Set.of("archived"));
  }

  private static NeededTable lineage() {
    return shared(
            "field_lineage",
            List.of("id"),
            of(Kind.UUID, "id", "entity_id", "source_id", "sync_run_id"),
            of(Kind.TEXT, "entity_type", "field_name", "source_type", "source_ref"),
            of(Kind.JSON, "previous_value", "new_value"),
            // a uuid in the document: the migrations make a text of it
            of(Kind.ANY, "changed_by"),
            of(Kind.TIME, "changed_at"),
            of(Kind.UUID, "feed_id", "batch_id"),
            of(Kind.TEXT, "authority", "record_id"),
            of(Kind.INTEGER, "row_number"))
        .migrated(
            KeyBy.ITSELF, Set.of("feed_id", "batch_id", "authority", "record_id", "row_number"));
  }

  /** A table that is there needs its id; whatever else it lacks it gets. */
  private static List<NeededTable> configuration() {
    return List.of(
        completed(
            "data_sources",
            KeyBy.ITSELF,
            List.of("id"),
            of(Kind.UUID, "id"),
            of(Kind.TEXT, "name", "type", "status", "last_error"),
            of(Kind.JSON, "connector_config")),
        completed(
            "tab_mappings",
            KeyBy.ITSELF,
            List.of("id"),
            of(Kind.UUID, "id", "data_source_id"),
            of(Kind.TEXT, "tab_name", "primary_entity", "mode", "on_missing", "on_duplicate_key"),
            of(Kind.TEXT, "key_kind", "match_on", "locale", "timezone", "status"),
            of(Kind.INTEGER, "sheet_id", "header_row"),
            of(Kind.TIME, "last_synced_at")),
        completed(
            "column_mappings",
            KeyBy.ITSELF,
            List.of(),
            of(Kind.UUID, "tab_mapping_id"),
            of(Kind.TEXT, "source_column", "target_field", "authority", "transform", "on_empty"),
            of(Kind.INTEGER, "position"),
            of(Kind.BOOLEAN, "is_key", "required"),
            of(Kind.JSON, "transform_config", "null_tokens")),
        completed(
            "computed_fields",
            KeyBy.INDEX,
            List.of("entity_type", "field_name"),
            of(Kind.TEXT, "entity_type", "field_name"),
            of(Kind.JSON, "source_priority")));
  }

  @SafeVarargs
  private static NeededTable completed(
      String name, KeyBy keyBy, List<String> key, List<NeededColumn>... columns) {
    NeededTable table = staged(shared(name, key, columns));
    Set<String> added =
        table.columns().stream()
            .map(NeededColumn::name)
            .filter(column -> !column.equals("id"))
            .collect(toUnmodifiableSet());
    return table.migrated(keyBy, added);
  }

  private static List<NeededTable> claims() {
    return List.of(
        staged(
            shared(
                "source_values",
                List.of("feed_id", "entity_id", "field_name"),
                of(Kind.UUID, "feed_id", "entity_id", "run_id"),
                of(Kind.TEXT, "field_name", "entity_type", "raw"),
                of(Kind.JSON, "value"),
                of(Kind.TIME, "asserted_at", "updated_at"))),
        staged(
            shared(
                "field_conflicts",
                List.of("id"),
                of(Kind.UUID, "id", "entity_id", "winning_feed_id", "losing_feed_id"),
                of(Kind.UUID, "first_run_id", "last_run_id"),
                of(Kind.TEXT, "entity_type", "field_name"),
                of(Kind.JSON, "winning_value", "losing_value"),
                of(Kind.TIME, "opened_at", "resolved_at"))),
        staged(
            shared(
                "feed_rows",
                List.of("feed_id", "row_key"),
                of(Kind.UUID, "feed_id", "entity_id", "run_id"),
                of(Kind.TEXT, "row_key", "record_id"),
                of(Kind.ANY, "content_hash", "field_hash"),
                of(Kind.INTEGER, "row_number"),
                of(Kind.BOOLEAN, "is_present"))),
        staged(
            shared(
                "feed_cursors",
                List.of("feed_id"),
                of(Kind.UUID, "feed_id"),
                of(Kind.INTEGER, "fence"),
                of(Kind.TEXT, "fingerprint", "cursor"))),
        staged(
            shared(
                "entity_keys",
                List.of("entity_type", "normalized_key"),
                of(Kind.TEXT, "entity_type", "normalized_key"),
                of(Kind.UUID, "entity_id"),
                of(Kind.BOOLEAN, "is_current"))),
        staged(
            shared(
                "entity_links",
                List.of("data_source_id", "entity_type", "external_id"),
                of(Kind.UUID, "data_source_id", "entity_id"),
                of(Kind.TEXT, "external_id", "entity_type"))));
  }

  private static NeededTable staged(NeededTable table) {
    return table.inStagingOnly();
  }

  @SafeVarargs
  private static NeededTable shared(String name, List<String> key, List<NeededColumn>... columns) {
    List<NeededColumn> all = new ArrayList<>();
    for (List<NeededColumn> some : columns) {
      all.addAll(some);
    }
    return NeededTable.of(Entities.WORD, name, Use.OPEN, all, key).unprefixed();
  }

  private static List<NeededColumn> of(Kind kind, String... names) {
    return Stream.of(names).map(name -> new NeededColumn(name, kind)).toList();
  }
}
