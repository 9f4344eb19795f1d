package io.syncline.core.startup;

import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;

/**
 * What the service takes from its machine, made the same on all: some languages write other digits
 * or fold other letters, and the driver tells PostgreSQL the JVM's zone, so that a column without
 * one would hold the host's time.
 */
public final class JvmDefaults {

  private JvmDefaults() {}

  /** Before anything is read or formatted. */
  public static void set() {
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
  }
}
