package io.syncline.core.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** How the databases are connected to, and how long anybody waits for them. */
@ConfigurationProperties("syncline.database")
record DatabaseSettings(String sslMode, Pools pools, Timeouts timeouts, Migration migration) {

  static DatabaseSettings of(Environment environment) {
    return Binder.get(environment).bind("syncline.database", DatabaseSettings.class).get();
  }

  record Pools(int staging, int production, int relay, int lease, int quartz) {}

  record Timeouts(
      Duration pool,
      Duration connect,
      Duration socket,
      Duration statement,
      Duration lock,
      Duration idleInTransaction) {}

  record Migration(int connectRetries, Duration lockTimeout, Duration otherInstance) {}
}
