package io.syncline.core.secret;

import io.syncline.core.error.StartupRefused;
import io.syncline.core.secret.ConsoleUser.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code SYNCLINE_USERS}: the name of a file or the text itself, a line {@code
 * name:role:bcrypt} for each user; empty lines and those that begin with {@code #} are skipped.
 * What is wrong is told by the number of its line and never by what stands there.
 */
public final class ConsoleUsers {
  /** Its password is a variable of its own. */
  public static final String ADMIN = "admin";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
  private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
  private static final String BEGINNING = "$2";

  /** Below it a stolen hash is guessed too soon. */
  private static final int LEAST_COST = 10;

  /** Beyond it a wrong password costs seconds of a processor. */
  private static final int MOST_COST = 14;

  private final List<ConsoleUser> users = new ArrayList<>();
  private final Set<String> names = new HashSet<>(Set.of(ADMIN));
  private int cost;

  private ConsoleUsers() {}

  /**
   * The users of that setting; none where it is empty.
   *
   * @throws StartupRefused which line is wrong, and why
   */
  public static List<ConsoleUser> of(String setting) {
    ConsoleUsers read = new ConsoleUsers();
    List<String> lines = lines(setting.strip());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        read.add(i + 1, line);
      }
    }
    return List.copyOf(read.users);
  }

  /** Whether a user may have that name. */
  public static boolean mayBeNamed(String name) {
    return NAME.matcher(name).matches() && !name.equals(ADMIN);
  }

  private static List<String> lines(String setting) {
    if (setting.isEmpty() || setting.contains(BEGINNING) || setting.contains("\n")) {
      return setting.lines().toList();
    }
    try {
      return Files.readAllLines(Path.of(setting), StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw new StartupRefused(
          "SYNCLINE_USERS is neither a file that can be read nor users.",
          "Set it to a file of lines as 'syncline user' prints them, to such lines, or to nothing.");
    }
  }

  private void add(int number, String line) {
    String[] parts = line.split(":", -1);
    if (parts.length != 3) {
      throw wrong(number, "is not name:role:bcrypt");
    }
    if (!NAME.matcher(parts[0]).matches()) {
      throw wrong(number, "has a name that is not 1 to 64 letters, digits and . _ @ -");
    }
    if (!names.add(parts[0])) {
      throw wrong(number, "has a name that is there already");
    }
    Role role =
        Stream.of(Role.values())
            .filter(it -> it.word().equals(parts[1]))
            .findFirst()
            .orElseThrow(() -> wrong(number, "has a role that is neither viewer nor admin"));
    checkCost(number, parts[2]);
    users.add(new ConsoleUser(parts[0], role, parts[2]));
  }

  /** One cost for all: else the time of a refusal would tell which names there are. */
  private void checkCost(int number, String hash) {
    Matcher matcher = HASH.matcher(hash);
    if (!matcher.matches()) {
      throw wrong(number, "has no hash of bcrypt");
    }
    int its = Integer.parseInt(matcher.group(1));
    if (its < LEAST_COST || its > MOST_COST) {
      throw wrong(number, "has a cost of bcrypt that is not " + LEAST_COST + " to " + MOST_COST);
    }
    if (cost != 0 && cost != its) {
      throw wrong(number, "has another cost of bcrypt than the lines before");
    }
    cost = its;
  }

  private static StartupRefused wrong(int number, String why) {
    return new StartupRefused(
        "SYNCLINE_USERS, line " + number + " " + why + ".",
        "Write it anew with 'syncline user --name … --role …'.");
  }
}
