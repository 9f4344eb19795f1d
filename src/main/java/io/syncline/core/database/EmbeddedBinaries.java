package io.syncline.core.database;

import io.syncline.core.error.StartupRefused;
import java.util.Locale;

/** Whether this build carries a PostgreSQL for this platform; the container image has none. */
public final class EmbeddedBinaries {
  private static final String WHAT =
      "No database is configured, and this build has no embedded one for ";
  private static final String ACTION =
      "Set DB_STAGING_HOST, DB_STAGING_PORT, DB_STAGING_USER, DB_STAGING_PASS, DB_STAGING_NAME and"
          + " the same of DB_PROD_.";

  private EmbeddedBinaries() {}

  public static boolean areThere() {
    return EmbeddedBinaries.class.getResource(name()) != null;
  }

  /** Why it does not start without configured databases. */
  public static StartupRefused missing() {
    return new StartupRefused(WHAT + platform() + ".", ACTION);
  }

  private static String name() {
    return "/postgres-" + platform() + ".txz";
  }

  /** As the archives are named. */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.contains("win") ? "windows" : os.contains("mac") ? "darwin" : "linux";
    String chip = System.getProperty("os.arch");
    return system + "-" + (chip.equals("aarch64") ? "arm_64" : "x86_64");
  }
}
