package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A database and its address. All of its variables are set, or none is. */
record Place(NeededDatabase database, Address address) {
  private static final Pattern PREFIX = Pattern.compile("([a-z_][a-z0-9_]{0,20})?");
  private static final Pattern PORT = Pattern.compile("([1-9][0-9]{0,4})?");
  private static final int LAST_PORT = 65_535;

  String name() {
    return database.name();
  }

  boolean isOnlyRead() {
    return database.isOnlyRead();
  }

  Place in(EmbeddedServer server) {
    return new Place(database, server.address(name(), address.tablePrefix()));
  }

  /** Where its server is, for people. */
  String server() {
    return address.port().isEmpty() ? address.host() : address.host() + ":" + address.port();
  }

  String variable(String part) {
    return database.variables() + part;
  }

  boolean isSet() {
    return missing().isEmpty();
  }

  boolean isAbsent() {
    return parts().allMatch(part -> part.getValue().isBlank());
  }

  /** The variables that are not set, of those that a connection needs. */
  List<String> missing() {
    return parts()
        .filter(part -> part.getValue().isBlank())
        .map(part -> variable(part.getKey()))
        .toList();
  }

  /** What is wrong with its variables. */
  List<StartupProblem> problems() {
    List<StartupProblem> problems = new ArrayList<>();
    if (!isSet() && !isAbsent()) {
      problems.add(incomplete());
    }
    if (!isPort(address.port())) {
      problems.add(malformed("PORT", "a port", "a number 1 to " + LAST_PORT + "."));
    }
    if (!PREFIX.matcher(address.tablePrefix()).matches()) {
      String prefix = "a lower-case letter or _ and at most 20 of a-z, 0-9, _; or leave it empty.";
      problems.add(malformed("TABLE_PREFIX", "a table prefix", prefix));
    }
    return problems;
  }

  StartupProblem incomplete() {
    String missing = String.join(", ", missing());
    String otherwise =
        isOnlyRead() ? variable("*.") : "DB_STAGING_* and DB_PROD_* to use the embedded databases.";
    return new StartupProblem(
        "The " + name() + " database is only partly configured: " + missing + " not set.",
        "Set " + missing + ", or unset all of " + otherwise);
  }

  private StartupProblem malformed(String part, String kind, String right) {
    String variable = variable(part);
    return new StartupProblem(
        variable + " is not " + kind + ".", "Set " + variable + " to " + right);
  }

  private static boolean isPort(String port) {
    return PORT.matcher(port).matches() && (port.isEmpty() || Integer.parseInt(port) <= LAST_PORT);
  }

  private Stream<Map.Entry<String, String>> parts() {
    return Stream.of(
        Map.entry("HOST", address.host()),
        Map.entry("PORT", address.port()),
        Map.entry("USER", address.user()),
        Map.entry("PASS", address.password()),
        Map.entry("NAME", address.name()));
  }
}
