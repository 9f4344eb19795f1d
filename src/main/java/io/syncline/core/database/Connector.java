package io.syncline.core.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.database.DatabaseSettings.Address;
import io.syncline.core.database.DatabaseSettings.Timeouts;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Opens pools and single connections with limits on everything that may take for ever. */
final class Connector {
  /** The driver's own read-only mode lets a statement write that is its own transaction. */
  private static final String READ_ONLY = " -c default_transaction_read_only=on";

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final DatabaseSettings settings;

  Connector(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** A pool; it opens without a server, so that the service starts before its database does. */
  HikariDataSource pool(String name, Address address, int size) {
    return open(name, single(address), size);
  }

  /** A pool of connections that cannot write. */
  HikariDataSource readOnlyPool(String name, Address address, int size) {
    Timeouts timeouts = settings.timeouts();
    PGSimpleDataSource source = driver(address, session(timeouts) + READ_ONLY);
    HikariDataSource pool = open(name, source, size);
    pool.setMinimumIdle(1); // somebody else's server: what a run needed is given back after it
    pool.setIdleTimeout(IDLE.toMillis());
    return pool;
  }

  /**
   * Single connections for migrations, which may take minutes: while one of them works, the one
   * that keeps others from migrating idles in its transaction.
   */
  DataSource migrations(Address address) {
    Duration lock = settings.migration().lockTimeout();
    PGSimpleDataSource source = driver(address, session(Duration.ZERO, lock, Duration.ZERO));
    source.setSocketTimeout(0);
    return source;
  }

  /** Single connections with the limits of a run. */
  DataSource single(Address address) {
    return driver(address, session(settings.timeouts()));
  }

  private HikariDataSource open(String name, DataSource source, int size) {
    Timeouts timeouts = settings.timeouts();
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(timeouts.pool().toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private PGSimpleDataSource driver(Address address, String session) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {address.host().trim()});
    source.setPortNumbers(new int[] {address.port()});
    source.setDatabaseName(address.name());
    source.setUser(address.user());
    source.setPassword(address.password());
    source.setSslMode(settings.sslMode());
    source.setConnectTimeout(seconds(settings.timeouts().connect()));
    source.setLoginTimeout(seconds(settings.timeouts().connect()));
    source.setSocketTimeout(seconds(settings.timeouts().socket()));
    source.setTcpKeepAlive(true);
    source.setApplicationName("syncline");
    source.setLogServerErrorDetail(false);
    source.setOptions(session);
    return source;
  }

  private static String session(Timeouts timeouts) {
    return session(timeouts.statement(), timeouts.lock(), timeouts.idleInTransaction());
  }

  private static String session(Duration statement, Duration lock, Duration idle) {
    return "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=%d"
        .formatted(statement.toMillis(), lock.toMillis(), idle.toMillis());
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }
}
