package io.syncline.core.database;

import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what went wrong without the driver's text, which may hold values: each cause has a sentence
 * of its own, and none names a cause that the failure does not show.
 */
final class Faults {
  /** Resources, state and operators: what a server says that is starting, stopping or full. */
  private static final Set<String> NOT_READY = Set.of("53", "55", "57");

  private static final Pattern PARAMETER =
      Pattern.compile("unsupported startup parameter(?: in options)?: (\\w+)");
  private static final Pattern RIGHT =
      Pattern.compile("(?:permission denied for|must be owner of) (\\w+(?: \\w+)?) \"?([^\"]+)\"?");

  private Faults() {}

  /** The kind of a failure in a word, for a line of a log. */
  static String describe(Throwable failure) {
    Throwable cause = Fault.cause(failure);
    String type = cause.getClass().getSimpleName();
    return cause instanceof SQLException sql ? type + " " + sql.getSQLState() : type;
  }

  /** Whether waiting may help: nobody answered, or the server said that it is not ready. */
  static boolean mayPass(Throwable failure, Place place) {
    String state = Fault.state(failure);
    boolean unanswered = state.startsWith("08") && Fault.serverText(failure).isEmpty();
    return !isPooler(failure)
        && ConnectionFaults.tls(failure, place).isEmpty()
        && (unanswered || NOT_READY.contains(state.substring(0, Math.min(2, state.length()))));
  }

  /** Whether a pooler is in the way, which no waiting mends. */
  static boolean isPooler(Throwable failure) {
    return Fault.find(failure, SessionRefused.class).isPresent()
        || PARAMETER.matcher(Fault.serverText(failure)).find();
  }

  static Fault readOnly(Place place) {
    return new Fault(
        place.name() + " at " + place.server() + " is read-only at present.",
        "Let "
            + place.variable("HOST")
            + " name the server that writes, or make this one writable.");
  }

  static Fault of(Throwable failure, Place place) {
    return Fault.find(failure, SessionRefused.class)
        .map(SessionRefused::fault)
        .or(() -> ConnectionFaults.of(failure, place))
        .orElseGet(() -> told(failure, place));
  }

  /** What a server or a pooler answered. */
  private static Fault told(Throwable failure, Place place) {
    String user = place.address().user();
    String text = Fault.serverText(failure);
    return switch (Fault.state(failure)) {
      case "28P01" ->
          new Fault(
              place.name() + " at " + place.server() + " refused the password of " + user + ".",
              "Correct " + place.variable("USER") + " or " + place.variable("PASS") + ".");
      case "28000" ->
          new Fault(
              place.name() + " does not let " + user + " in: " + text + ".",
              "Admit "
                  + user
                  + " there (pg_hba.conf, LOGIN), or correct "
                  + place.variable("USER")
                  + ".");
      case "3D000" ->
          new Fault(
              "There is no database "
                  + place.address().name()
                  + " at "
                  + place.server()
                  + " for "
                  + place.name()
                  + ".",
              "Create it, or correct " + place.variable("NAME") + ".");
      case "53300" ->
          new Fault(
              place.server() + " has no connection left for " + place.name() + ".",
              "Raise its limit of connections, or lower syncline.database.pools.");
      case "57P03", "55000" ->
          new Fault(
              place.name() + " takes no connections at present: " + text + ".",
              "Wait for it, or see its server's log.");
      case "57P01", "57P02" ->
          new Fault(
              "The session at %s of %s was ended from there."
                  .formatted(place.server(), place.name()),
              "See the log of its server.");
      case "25006" -> readOnly(place);
      case "42501" -> right(text, place);
      case "42809", "2BP01" ->
          new Fault(
              place.name() + " has an object of another kind in the way: " + text + ".",
              "Rename it.");
      case "08P01", "08004" -> rejected(text, place);
      default -> unknown(failure, place);
    };
  }

  private static Fault rejected(String text, Place place) {
    Matcher parameter = PARAMETER.matcher(text);
    if (parameter.find()) {
      String name = parameter.group(1);
      return new Fault(
          "The pooler at %s refuses the start-up parameter %s for %s."
              .formatted(place.server(), name, place.name()),
          "Set ignore_startup_parameters = " + name + " in the pooler.");
    }
    return new Fault(
        place.server()
            + " rejected the connection to "
            + place.name()
            + (text.isEmpty() ? "." : ": " + text + "."),
        "Correct what it names in " + place.variable("*") + " or there.");
  }

  private static Fault right(String text, Place place) {
    String user = place.address().user();
    Matcher right = RIGHT.matcher(text);
    String grant = "Grant " + user + " that right.";
    if (text.startsWith("must be owner") && right.find()) {
      grant =
          "Make %s the owner of %s: PostgreSQL lets nobody else add a column or an index."
              .formatted(user, right.group(2));
    } else if (right.find()) {
      grant =
          switch (right.group(1)) {
            case "schema" ->
                "GRANT USAGE, CREATE ON SCHEMA %s TO %s.".formatted(right.group(2), user);
            case "database" ->
                "GRANT CONNECT, CREATE ON DATABASE %s TO %s.".formatted(right.group(2), user);
            default -> "GRANT what it names on %s to %s.".formatted(right.group(2), user);
          };
    }
    return new Fault(
        user
            + " of "
            + place.variable("USER")
            + " lacks a right in "
            + place.name()
            + ": "
            + text
            + ".",
        grant);
  }

  private static Fault unknown(Throwable failure, Place place) {
    String state = Fault.state(failure);
    return state.startsWith("08")
        ? new Fault(
            "The connection to "
                + place.name()
                + " at "
                + place.server()
                + " broke (SQLSTATE "
                + state
                + ").",
            "See the log of its server.")
        : new Fault(
            place.name() + " cannot be used: " + describe(failure) + named(failure) + ".",
            "See the log of the server at " + place.server() + ".");
  }

  /** Messages of class 42 name objects, never values. */
  private static String named(Throwable failure) {
    return Fault.state(failure).startsWith("42") ? " (" + Fault.serverText(failure) + ")" : "";
  }
}
