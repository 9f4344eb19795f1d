package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the migrations create what is missing. {@code CREATE TABLE IF NOT EXISTS} asks only the
 * first schema of the search path, while every other statement finds a table in any of them: an
 * empty copy would be made before the shop's own table and be used from then on.
 *
 * <ol>
 *   <li>Where a migration has run, all later ones run.
 *   <li>Else where the documents' tables are, as the server resolves their names.
 *   <li>Else in the first schema of the search path.
 * </ol>
 *
 * @param schema empty when none can be told
 * @param migrated whether migrations ran here before, with this prefix
 */
record SchemaChoice(String schema, boolean migrated, List<StartupProblem> problems) {
  private static final String HISTORY = "sync_flyway_destination";

  /** The same name in a later schema of the search path. */
  private static final String HIDDEN =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ? AND n.nspname = ANY (current_schemas(false)) AND NOT pg_table_is_visible(c.oid)
        AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY 1
      """;

  /** The same name where the search path does not look, and our user may read it. */
  private static final String ELSEWHERE =
      """
      SELECT n.nspname || '.' || c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ? AND n.nspname <> ALL (current_schemas(true)) AND n.nspname NOT LIKE 'pg\\_%'
        AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY 1
      """;

  static SchemaChoice of(Catalogue catalogue, Place place, Map<NeededTable, String> names)
      throws SQLException {
    Optional<Relation> history = catalogue.find(HISTORY);
    List<StartupProblem> problems = new ArrayList<>();
    Map<String, String> schemas = new TreeMap<>();
    for (String name : names.values()) {
      Optional<Relation> found = catalogue.find(name);
      if (found.isPresent()) {
        schemas.putIfAbsent(found.get().schema(), found.get().words());
        hidden(catalogue, place, found.get()).ifPresent(problems::add);
      } else if (history.isEmpty()) {
        elsewhere(catalogue, place, name).ifPresent(problems::add);
      }
    }
    if (history.isPresent()) {
      return new SchemaChoice(history.get().schema(), isMigrated(catalogue, names), problems);
    }
    if (schemas.size() > 1) {
      problems.add(scattered(place, schemas));
    }
    String schema = schemas.isEmpty() ? first(catalogue) : schemas.keySet().iterator().next();
    creatable(catalogue, place, schema).ifPresent(problems::add);
    return new SchemaChoice(schema, false, problems);
  }

  /** Not so where the prefix was changed: the next start makes its tables. */
  private static boolean isMigrated(Catalogue catalogue, Map<NeededTable, String> names)
      throws SQLException {
    for (Map.Entry<NeededTable, String> need : names.entrySet()) {
      if (need.getKey().prefixed() && catalogue.find(need.getValue()).isPresent()) {
        return true;
      }
    }
    return names.keySet().stream().noneMatch(NeededTable::prefixed);
  }

  private static Optional<StartupProblem> hidden(Catalogue catalogue, Place place, Relation found)
      throws SQLException {
    for (String other : catalogue.texts(HIDDEN, found.name())) {
      if (found.rights().contains("SELECT")
          && !catalogue.hasRows(found.quoted())
          && catalogue.hasRows(other)) {
        return Optional.of(
            new StartupProblem(
                "%s: %s is empty and hides %s, which has rows, in the search path."
                    .formatted(place.name(), found.words(), other.replace("\"", "")),
                found.words()
                    + ": Rename or drop the one that is not the shop's, or put the shop's schema first: ALTER ROLE … SET search_path = …"));
      }
    }
    return Optional.empty();
  }

  private static Optional<StartupProblem> elsewhere(Catalogue catalogue, Place place, String name)
      throws SQLException {
    List<String> others = catalogue.texts(ELSEWHERE, name);
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StartupProblem(
                "%s: %s is not in the search path, so that an empty %s would be used beside it."
                    .formatted(place.name(), others.get(0), name),
                others.get(0)
                    + ": Add its schema to the search path: ALTER ROLE … SET search_path = …; or create the "
                    + name
                    + " that is meant."));
  }

  private static StartupProblem scattered(Place place, Map<String, String> schemas) {
    return new StartupProblem(
        "%s: the tables are in several schemas: %s."
            .formatted(place.name(), String.join(", ", schemas.values())),
        String.join(", ", schemas.values())
            + ": Move them into one, ALTER TABLE … SET SCHEMA …; a table that is only read may be a view there.");
  }

  private static String first(Catalogue catalogue) throws SQLException {
    return catalogue.texts("SELECT coalesce(current_schema(), '')").get(0);
  }

  private static Optional<StartupProblem> creatable(Catalogue catalogue, Place place, String schema)
      throws SQLException {
    if (schema.isEmpty()) {
      return Optional.of(
          new StartupProblem(
              "%s: no schema of the search path (%s) is there for %s."
                  .formatted(
                      place.name(),
                      catalogue.texts("SHOW search_path").get(0),
                      place.variable("USER")),
              place.name() + ": Create one, or set another: ALTER ROLE … SET search_path = …"));
    }
    boolean may =
        catalogue
            .texts("SELECT has_schema_privilege(?, 'USAGE, CREATE')", schema)
            .get(0)
            .equals("t");
    return may
        ? Optional.empty()
        : Optional.of(
            new StartupProblem(
                "%s: %s may not create tables in the schema %s."
                    .formatted(place.name(), place.variable("USER"), schema),
                "GRANT USAGE, CREATE ON SCHEMA "
                    + schema
                    + " TO that user, or let its owner migrate."));
  }
}
