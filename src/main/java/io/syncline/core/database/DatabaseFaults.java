package io.syncline.core.database;

import io.syncline.core.database.DatabaseSettings.Address;

/** What a failure of a running service says about one of the three databases. */
public final class DatabaseFaults {
  private static final String READ_ONLY = "25006";

  /** For people who know where it is; addresses are not for callers. */
  private static final Address SOMEWHERE =
      new Address("its server", null, "its user", "", "of its name", "", "");

  private DatabaseFaults() {}

  /** The cause in one sentence, and what to do. */
  public static String of(String database, Throwable failure) {
    return Faults.of(failure, place(database)).sentence();
  }

  /** Whether the session could not write, which a new one perhaps can. */
  public static boolean isReadOnly(Throwable failure) {
    return READ_ONLY.equals(Fault.state(failure));
  }

  private static Place place(String database) {
    return switch (database) {
      case "staging" -> Place.staging(SOMEWHERE);
      case "production" -> Place.production(SOMEWHERE);
      default -> Place.yuhinkai(SOMEWHERE);
    };
  }
}
