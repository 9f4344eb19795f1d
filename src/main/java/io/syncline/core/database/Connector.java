package io.syncline.core.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.database.DatabaseSettings.Timeouts;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens pools and single connections with limits on everything that may take for ever. */
final class Connector {
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** Modes that would not look at the certificate: whoever names a CA wants it checked. */
  private static final Set<String> UNCHECKED = Set.of("allow", "prefer", "require");

  private final DatabaseSettings settings;

  Connector(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** A pool; it opens without a server, so that the service starts before its database does. */
  HikariDataSource pool(String name, Place place, int size) {
    return place.isOnlyRead() ? reading(name, place, size) : writing(name, place, size);
  }

  private HikariDataSource writing(String name, Place place, int size) {
    StaleSessions stale = new StaleSessions();
    HikariConfig config = config(name, single(place), size);
    config.setExceptionOverride(stale);
    HikariDataSource pool = new HikariDataSource(config);
    stale.of(pool);
    return pool;
  }

  private HikariDataSource reading(String name, Place place, int size) {
    HikariConfig config = config(name, single(place), size);
    config.setReadOnly(true);
    config.setAutoCommit(false); // the driver begins each transaction read only
    config.setIsolateInternalQueries(true);
    config.setMinimumIdle(1); // somebody else's server: what a run needed is given back after it
    config.setIdleTimeout(IDLE.toMillis());
    return new ReadingPool(config, place, settings.timeouts());
  }

  /** Single connections for migrations, which may take longer than a statement of a run. */
  DataSource migrations(Place place) {
    PGSimpleDataSource driver = driver(place);
    driver.setSocketTimeout(0);
    // The connection that holds Flyway's lock idles in its transaction while another migrates.
    return new SessionSource(
        driver, place, session(Duration.ZERO, settings.migration().lockTimeout(), Duration.ZERO));
  }

  /**
   * Single connections with the limits of a run. What is only read may stand behind a pooler in any
   * mode, since nothing is kept in its sessions.
   */
  DataSource single(Place place) {
    PGSimpleDataSource driver = driver(place);
    if (place.isOnlyRead()) {
      driver.setPrepareThreshold(0); // the next server connection would not know the statement
      return driver;
    }
    Timeouts limits = settings.timeouts();
    return new SessionSource(
        driver, place, session(limits.statement(), limits.lock(), limits.idleInTransaction()));
  }

  private HikariConfig config(String name, DataSource source, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(settings.timeouts().pool().toMillis());
    config.setInitializationFailTimeout(-1);
    return config;
  }

  private PGSimpleDataSource driver(Place place) {
    Address address = place.address();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {address.host()});
    source.setPortNumbers(new int[] {Integer.parseInt(address.port())});
    source.setDatabaseName(address.name());
    source.setUser(address.user());
    source.setPassword(address.password());
    source.setSslMode(settings.sslMode());
    if (!address.sslRootCert().isEmpty()) {
      checkCertificate(source, address.sslRootCert());
    }
    source.setConnectTimeout(seconds(settings.timeouts().connect()));
    source.setLoginTimeout(seconds(settings.timeouts().connect()));
    source.setSocketTimeout(seconds(settings.timeouts().socket()));
    source.setTcpKeepAlive(true);
    source.setApplicationName("syncline");
    source.setLogServerErrorDetail(false);
    return source;
  }

  private static void checkCertificate(PGSimpleDataSource source, String file) {
    source.setSslRootCert(file);
    if (UNCHECKED.contains(source.getSslMode())) {
      source.setSslMode("verify-ca");
    }
  }

  private static Map<String, String> session(Duration statement, Duration lock, Duration idle) {
    return Map.of(
        "statement_timeout", millis(statement),
        "lock_timeout", millis(lock),
        "idle_in_transaction_session_timeout", millis(idle),
        "TimeZone", "UTC", // a column without a zone would hold the host's time
        "application_name", "syncline");
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }
}
