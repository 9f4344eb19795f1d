package io.syncline.core.database;

import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.error.StartupProblem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/**
 * Compares what one database has with what is needed of it. Asks and changes nothing.
 *
 * @param wished what may be missing, and is told
 */
record DatabaseCheck(Place place, List<NeededTable> needed, List<NeededTable> wished) {

  DatabaseCheck {
    needed = List.copyOf(needed);
    wished = List.copyOf(wished);
  }

  static DatabaseCheck of(Place place, Environment environment) {
    Map<Boolean, List<NeededTable>> tables =
        place.database().tables().apply(environment).stream()
            .collect(Collectors.partitioningBy(table -> table.use() == Use.WISHED));
    return new DatabaseCheck(
        place, tables.getOrDefault(false, List.of()), tables.getOrDefault(true, List.of()));
  }

  SchemaChoice schema(Connection connection) throws SQLException {
    return SchemaChoice.of(new Catalogue(connection), place, names());
  }

  /** Everything that stands in the way, of a start or of reading. */
  List<StartupProblem> problems(Connection connection) throws SQLException {
    if (place.isOnlyRead()) {
      return shapes(connection, false);
    }
    SchemaChoice choice = schema(connection);
    List<StartupProblem> before = before(connection, choice);
    return choice.migrated() && before.isEmpty() ? after(connection) : before;
  }

  /** What only some of it wants. */
  List<StartupProblem> wishes(Connection connection) throws SQLException {
    return new DatabaseCheck(place, wished, List.of()).shapes(connection, false);
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
    problems.addAll(OwnTables.problems(connection, place.name()));
    for (String table : RowSecurity.of(connection, List.of(), List.of())) {
      problems.add(
          new StartupProblem(
              "%s: %s has row level security that may hide rows from %s."
                  .formatted(place.name(), table, place.variable("USER")),
              table + ": ALTER TABLE … NO FORCE ROW LEVEL SECURITY, or ALTER ROLE … BYPASSRLS"));
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
    needed.forEach(table -> names.put(table, table.nameWith(place.address().tablePrefix())));
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
        problems.add(missing(need.getValue()));
      }
    }
    return problems;
  }

  private StartupProblem missing(String table) {
    return place.isOnlyRead()
        ? new StartupProblem(
            "%s: there is no %s that %s sees."
                .formatted(place.name(), table, place.variable("USER")),
            table + ": Name the table that is there in config/, or let that user see it.")
        : new StartupProblem(
            "%s: there is no %s.".formatted(place.name(), table),
            table + ": Bring it back; the migrations have created it before.");
  }

  private List<StartupProblem> problems(
      Catalogue catalogue, NeededTable need, Relation there, boolean migrating)
      throws SQLException {
    TableShape shape = new TableShape(place, need, there, migrating);
    boolean duplicates = shape.mayHaveDuplicates() && catalogue.hasDuplicates(there, need.key());
    return shape.problems(duplicates);
  }
}
