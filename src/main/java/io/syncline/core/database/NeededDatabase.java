package io.syncline.core.database;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/**
 * A database that is worked with, as an operator names it.
 *
 * @param name its key below {@code syncline.database}, and the name of its pool
 * @param variables what the names of its variables begin with
 * @param isOnlyRead whether it is somebody else's, where nothing is made or written
 * @param tables what is needed of it, where the configuration may name the tables
 */
public record NeededDatabase(
    String name,
    String variables,
    boolean isOnlyRead,
    Function<Environment, List<NeededTable>> tables) {

  static final NeededDatabase STAGING = ofPair("staging", "DB_STAGING_", table -> true);
  static final NeededDatabase PRODUCTION =
      ofPair("production", "DB_PROD_", table -> !table.stagingOnly());

  /** One that a pipeline reads beside the pair. */
  public static NeededDatabase read(
      String name, String variables, Function<Environment, List<NeededTable>> tables) {
    return new NeededDatabase(name, variables, true, tables);
  }

  /** The pair, and those of all pipelines. */
  static List<NeededDatabase> all() {
    return Stream.concat(
            Stream.of(STAGING, PRODUCTION),
            Needs.all().stream().map(Needs::extraDatabase).flatMap(Optional::stream))
        .toList();
  }

  private static NeededDatabase ofPair(
      String name, String variables, Predicate<NeededTable> isThere) {
    return new NeededDatabase(
        name, variables, false, environment -> Needs.allTables().stream().filter(isThere).toList());
  }
}
