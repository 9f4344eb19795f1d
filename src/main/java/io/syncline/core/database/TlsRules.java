package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.PropertyResolver;

/**
 * How the connections to the databases are encrypted, and by whom their servers are vouched for.
 */
final class TlsRules {
  private static final String MODE = "syncline.database.ssl-mode";
  private static final List<String> MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  private TlsRules() {}

  static List<StartupProblem> problems(PropertyResolver properties, List<Place> places) {
    String mode = properties.getProperty(MODE, "prefer");
    if (!MODES.contains(mode)) {
      return List.of(
          new StartupProblem(
              MODE + " is not an ssl mode.", "Set it to one of " + String.join(", ", MODES) + "."));
    }
    List<StartupProblem> problems = new ArrayList<>();
    places.stream()
        .filter(Place::isSet)
        .forEach(place -> problem(place, mode).ifPresent(problems::add));
    return problems;
  }

  private static Optional<StartupProblem> problem(Place place, String mode) {
    String variable = place.variable("SSL_ROOT_CERT");
    String file = place.address().sslRootCert();
    if (file.isEmpty()) {
      return mode.startsWith("verify")
          ? Optional.of(
              new StartupProblem(
                  MODE + " is " + mode + ", but " + variable + " is not set.",
                  "Set "
                      + variable
                      + " to the file of the CA that signed the server's certificate."))
          : Optional.empty();
    }
    if (mode.equals("disable")) {
      return Optional.of(
          new StartupProblem(
              variable + " is set, but " + MODE + " is disable.",
              "Set " + MODE + " to verify-full, or unset " + variable + "."));
    }
    return isReadable(file)
        ? Optional.empty()
        : Optional.of(
            new StartupProblem(
                variable + " names no file that can be read: " + file + ".",
                "Set " + variable + " to a file of PEM certificates, readable for this process."));
  }

  private static boolean isReadable(String file) {
    try {
      return Files.isRegularFile(Path.of(file)) && Files.isReadable(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
