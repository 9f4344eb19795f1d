package io.syncline.core.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a pool's connections anew when one of them cannot write: a session may keep the read-only
 * state that its server had when it began, or still be at a server that another one has replaced.
 * The one at fault goes when it is given back, so that its transaction can be rolled back.
 */
final class StaleSessions implements SQLExceptionOverride {
  private static final Logger LOG = LoggerFactory.getLogger(StaleSessions.class);
  private static final String READ_ONLY = "25006";

  private volatile Optional<HikariDataSource> pool = Optional.empty();

  /** The pool whose failures these are; it does not exist when this is handed to it. */
  void of(HikariDataSource theirs) {
    this.pool = Optional.of(theirs);
  }

  @java.lang.Override
  public SQLExceptionOverride.Override adjudicate(SQLException failure) {
    if (READ_ONLY.equals(failure.getSQLState())) {
      pool.ifPresent(StaleSessions::renew);
    }
    return SQLExceptionOverride.Override.CONTINUE_EVICT;
  }

  private static void renew(HikariDataSource pool) {
    LOG.warn("database is read-only, its sessions are opened anew pool={}", pool.getPoolName());
    pool.getHikariPoolMXBean().softEvictConnections();
  }
}
