package io.syncline.core.database;

/** What a failure of a running service says about one of the pair. */
public final class DatabaseFaults {
  private static final String READ_ONLY = "25006";

  /** For people who know where it is; addresses are not for callers. */
  private static final Address SOMEWHERE =
      new Address("its server", "", "its user", "", "of its name", "", "");

  private DatabaseFaults() {}

  /** The cause in one sentence, and what to do. */
  public static String of(String database, Throwable failure) {
    NeededDatabase needed =
        database.equals("staging") ? NeededDatabase.STAGING : NeededDatabase.PRODUCTION;
    return Faults.of(failure, new Place(needed, SOMEWHERE)).sentence();
  }

  /** Whether the session could not write, which a new one perhaps can. */
  public static boolean isReadOnly(Throwable failure) {
    return READ_ONLY.equals(Fault.state(failure));
  }
}
