package io.syncline.core.database;

import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.error.StartupProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what one database has with what is needed of it. Asks and changes nothing.
 *
 * @param database {@code staging}, {@code production} or {@code yuhinkai}
 * @param user the variable that names our user
 */
record DatabaseCheck(String database, String user, String prefix, List<NeededTable> needed) {

  DatabaseCheck {
    needed = List.copyOf(needed);
  }

  static DatabaseCheck staging(String prefix) {
    return new DatabaseCheck("staging", "DB_STAGING_USER", prefix, Needs.allTables());
  }

  static DatabaseCheck production(String prefix) {
    return new DatabaseCheck(
        "production",
        "DB_PROD_USER",
        prefix,
        Needs.allTables().stream().filter(table -> !table.stagingOnly()).toList());
  }

  static DatabaseCheck yuhinkai(List<NeededTable> needed) {
    return new DatabaseCheck(TableShape.YUHINKAI, "DB_YUHINKAI_USER", "", needed);
  }

  SchemaChoice schema(Connection connection) throws SQLException {
    return SchemaChoice.of(new Catalogue(connection), database, user, names());
  }

  /** What the migrations would fail on, or cannot bring about. */
  List<StartupProblem> before(Connection connection, SchemaChoice choice) throws SQLException {
    List<StartupProblem> problems = new ArrayList<>(choice.problems());
    if (!choice.migrated()) {
      problems.addAll(shapes(connection, true));
    }
    return problems;
  }

  /** What is still not as needed. */
  List<StartupProblem> after(Connection connection) throws SQLException {
    List<StartupProblem> problems = new ArrayList<>(shapes(connection, false));
    problems.addAll(OwnTables.problems(connection, database));
    for (String table : RowSecurity.of(connection, List.of(), List.of())) {
      problems.add(
          new StartupProblem(
              "%s: %s has row level security that may hide rows from %s."
                  .formatted(database, table, user),
              table + ": ALTER TABLE … NO FORCE ROW LEVEL SECURITY, or ALTER ROLE … BYPASSRLS"));
    }
    return problems;
  }

  /** What of a source that is only read cannot be; nothing is made there. */
  List<StartupProblem> ofSource(Connection connection) throws SQLException {
    Catalogue catalogue = new Catalogue(connection);
    List<StartupProblem> problems = new ArrayList<>();
    for (NeededTable need : needed) {
      Optional<Relation> there = catalogue.find(need.name());
      if (there.isPresent()) {
        problems.addAll(problems(catalogue, need, there.get(), false));
      } else {
        problems.add(
            new StartupProblem(
                "%s: there is no %s that %s sees.".formatted(database, need.name(), user),
                need.name()
                    + ": Name the table that is there in config/, or let that user see it."));
      }
    }
    return problems;
  }

  /**
   * Whether these tables are as needed while a migration of them could not run: they are somebody
   * else's, or a key that others refer to would be put in the place of an equal one.
   */
  boolean needsNoMigration(Connection connection, Set<String> tables) throws SQLException {
    Catalogue catalogue = new Catalogue(connection);
    boolean cannot = false;
    for (Map.Entry<NeededTable, String> need : names().entrySet()) {
      if (tables.contains(need.getKey().name())) {
        Optional<Relation> there = catalogue.find(need.getValue());
        if (there.isEmpty() || !problems(catalogue, need.getKey(), there.get(), false).isEmpty()) {
          return false;
        }
        boolean referred =
            need.getKey().keyBy() == KeyBy.REPLACING && !there.get().references().isEmpty();
        cannot |= referred || !there.get().ours();
      }
    }
    return cannot;
  }

  private Map<NeededTable, String> names() {
    Map<NeededTable, String> names = new LinkedHashMap<>();
    needed.forEach(table -> names.put(table, table.nameWith(prefix)));
    return names;
  }

  private List<StartupProblem> shapes(Connection connection, boolean migrating)
      throws SQLException {
    Catalogue catalogue = new Catalogue(connection);
    List<StartupProblem> problems = new ArrayList<>();
    for (Map.Entry<NeededTable, String> need : names().entrySet()) {
      Optional<Relation> there = catalogue.find(need.getValue());
      if (there.isPresent()) {
        problems.addAll(problems(catalogue, need.getKey(), there.get(), migrating));
      } else if (!migrating) {
        problems.add(
            new StartupProblem(
                "%s: there is no %s.".formatted(database, need.getValue()),
                need.getValue() + ": Bring it back; the migrations have created it before."));
      }
    }
    return problems;
  }

  private List<StartupProblem> problems(
      Catalogue catalogue, NeededTable need, Relation there, boolean migrating)
      throws SQLException {
    TableShape shape = new TableShape(database, user, need, there, migrating);
    boolean duplicates = shape.mayHaveDuplicates() && catalogue.hasDuplicates(there, need.key());
    return shape.problems(duplicates);
  }
}
