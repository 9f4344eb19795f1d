package io.syncline.core.database;

import io.syncline.core.database.NeededTable.KeyBy;
import io.syncline.core.database.NeededTable.Use;
import io.syncline.core.database.Relation.Attribute;
import io.syncline.core.error.StartupProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What keeps a table that is there from being used as needed, each with what to do about it. Names
 * objects, never values.
 *
 * @param migrating whether the migrations are still to come, which add what they can
 */
record TableShape(Place place, NeededTable need, Relation there, boolean migrating) {
  private static final Map<String, String> COMMANDS =
      Map.of("r", "SELECT", "a", "INSERT", "w", "UPDATE");

  /**
   * The problems.
   *
   * @param duplicates whether rows stand in the way of the key
   */
  List<StartupProblem> problems(boolean duplicates) {
    if (!isOfTheKind()) {
      return List.of(kind());
    }
    List<StartupProblem> problems = new ArrayList<>();
    if (need.use() == Use.REFRESHED && migrating) {
      return problems;
    }
    columns(problems);
    if (lacksKey()) {
      key(problems, duplicates);
    }
    if (need.use() == Use.WRITTEN) {
      required(problems);
    }
    rights(problems);
    return problems;
  }

  /** Whether rows are to be looked through for what stands in the way of the key. */
  boolean mayHaveDuplicates() {
    return isOfTheKind() && lacksKey() && there.rights().contains("SELECT");
  }

  private boolean lacksKey() {
    return !need.key().isEmpty() && !there.keys().contains(Set.copyOf(need.key()));
  }

  /** The migration puts its key in the place of the primary key. */
  private boolean isReferredTo() {
    return migrating && need.keyBy() == KeyBy.REPLACING && !there.references().isEmpty();
  }

  private boolean isOfTheKind() {
    return switch (need.use()) {
      case READ, WISHED -> true;
      case REFRESHED -> there.kind().equals("m");
      case UPDATED, WRITTEN, OPEN -> Set.of("r", "p").contains(there.kind());
    };
  }

  private StartupProblem kind() {
    boolean view = need.use() == Use.REFRESHED;
    return problem(
        "is %s, and a %s is needed"
            .formatted(there.kindWords(), view ? "materialized view" : "table"),
        view
            ? "Rename or drop it: the migrations create the view anew."
            : "Rename it, and give its name to the table that rows are to be written to.");
  }

  private void columns(List<StartupProblem> problems) {
    for (NeededColumn column : need.columns()) {
      Attribute found = there.columns().get(column.name());
      if (found == null) {
        missing(problems, column);
      } else if (!column.kind().accepts(found.type(), found.category())) {
        problems.add(
            problem(
                "has the column %s of type %s, and %s is needed"
                    .formatted(column.name(), found.declared(), column.kind().sql()),
                "ALTER TABLE %s ALTER COLUMN %s TYPE %s, or rename the column that is there."
                    .formatted(there.words(), column.name(), column.kind().sql())));
      } else if (need.use().writes() && found.generated()) {
        problems.add(
            problem(
                "generates the column " + column.name() + ", which is to be written",
                "Make it an ordinary column."));
      }
    }
  }

  private void missing(List<StartupProblem> problems, NeededColumn column) {
    boolean added = migrating && need.added().contains(column.name());
    if (added && there.ours()) {
      return;
    }
    String owner = added ? ", and " + user() + " does not own the table to add it" : "";
    problems.add(problem("has no column " + column.name() + owner, addition(column)));
  }

  /** What somebody else's database calls a column is its own affair. */
  private String addition(NeededColumn column) {
    String type = column.kind().sql();
    if (place.isOnlyRead()) {
      return "Name the column that is there in config/, or give it one of type " + type + ".";
    }
    return need.use() == Use.READ && !there.kind().matches("[rp]")
        ? "Give it one of type " + type + "."
        : "As its owner: ALTER TABLE %s ADD COLUMN %s %s"
            .formatted(there.words(), column.name(), type);
  }

  private void key(List<StartupProblem> problems, boolean duplicates) {
    String key = "(" + String.join(", ", need.key()) + ")";
    boolean brought = migrating && need.keyBy() != KeyBy.ITSELF;
    if (duplicates) {
      problems.add(
          problem(
              "has several rows of one " + key + ", where a unique key is to be",
              "Keep one row of each."));
    } else if (isReferredTo()) {
      problems.add(
          problem(
              "has a primary key that " + there.references() + " refers to; it becomes " + key,
              "Drop the foreign key, and add it anew when the service has started once."));
    } else if (brought && !there.ours()) {
      problems.add(
          problem(
              "has no unique key " + key + ", and " + user() + " does not own the table to add it",
              createKey(key)));
    } else if (!brought) {
      problems.add(problem("has no unique key " + key, createKey(key)));
    }
  }

  private String createKey(String key) {
    return "As its owner: CREATE UNIQUE INDEX ON " + there.words() + " " + key;
  }

  /** Every row would be refused for them. */
  private void required(List<StartupProblem> problems) {
    Set<String> ours =
        need.columns().stream()
            .map(NeededColumn::name)
            .collect(java.util.stream.Collectors.toUnmodifiableSet());
    there
        .columns()
        .forEach(
            (name, column) -> {
              if (column.required() && !ours.contains(name)) {
                problems.add(
                    problem(
                        "requires a value of " + name + ", which nothing writes",
                        "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL, or give it a default."
                            .formatted(there.words(), name)));
              }
            });
  }

  private void rights(List<StartupProblem> problems) {
    List<String> lacking =
        need.use().rights().stream().filter(r -> !there.rights().contains(r)).sorted().toList();
    if (!lacking.isEmpty()) {
      String rights = String.join(", ", lacking);
      problems.add(
          problem(
              "does not let " + user() + " " + rights,
              "As its owner: GRANT %s ON %s to that user.".formatted(rights, there.words())));
    }
    if (need.use() == Use.REFRESHED && !there.ours()) {
      problems.add(
          problem(
              "is not owned by " + user() + ", who is to refresh it",
              "ALTER MATERIALIZED VIEW " + there.words() + " OWNER TO that user."));
    }
    boolean hidden =
        there.hides().stream().map(COMMANDS::get).anyMatch(need.use().rights()::contains);
    if (hidden) {
      problems.add(
          problem(
              "has row level security that may hide rows from " + user(),
              "Let that user see every row: ALTER ROLE … BYPASSRLS, or CREATE POLICY … ON %s TO … USING (true)"
                  .formatted(there.words())));
    }
  }

  private String user() {
    return place.variable("USER");
  }

  private StartupProblem problem(String what, String action) {
    return new StartupProblem(
        "%s: %s %s.".formatted(place.name(), there.words(), what), there.words() + ": " + action);
  }
}
