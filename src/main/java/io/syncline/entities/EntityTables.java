package io.syncline.entities;

import io.syncline.core.database.Databases;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.stream.Stream;
import io.syncline.core.stream.StreamCatalogue;
import io.syncline.core.stream.TableStreams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables of entities as their owners have made them: nothing but what the database's catalogue
 * names ever becomes part of a statement.
 */
@Component
record EntityTables(TableStreams tables, Databases databases) implements StreamCatalogue {
  /** What the table gives to a row that does not say: expressions of its own catalogue. */
  private static final String DEFAULTS =
      """
      SELECT a.attname AS name,
             CASE WHEN a.attidentity <> ''
                  THEN format('nextval(%L)', pg_get_serial_sequence(quote_ident(c.relname), a.attname))
                  ELSE pg_get_expr(d.adbin, d.adrelid) END AS expression
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE a.attrelid = to_regclass(quote_ident(?)) AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = '' AND (d.oid IS NOT NULL OR a.attidentity <> '')
      """;

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

  /**
   * The table of a kind that a call names.
   *
   * @throws RequestRefused 400 for a word that is no kind
   */
  EntityTable known(String type) {
    return find(type)
        .orElseThrow(() -> RequestRefused.invalid("entityType", "unknown", Entities.TYPES));
  }

  /** By column the expression that new entities get; their ids are ours. */
  Map<String, String> defaults(EntityTable table) {
    Map<String, String> defaults = new HashMap<>();
    JdbcClient.create(databases.staging().pool())
        .sql(DEFAULTS)
        .param(table.name())
        .query(
            row -> {
              defaults.put(row.getString("name"), row.getString("expression"));
            });
    defaults.keySet().removeAll(EntityTable.KEY);
    defaults.keySet().removeIf(column -> !table.has(column));
    return defaults;
  }

  private Optional<Stream> stream(String type) {
    return tables.of(type, type, EntityTable.KEY);
  }
}
