package io.syncline.core.database;

import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the databases are and how long anybody waits for them. */
@ConfigurationProperties("syncline.database")
record DatabaseSettings(
    boolean embedded,
    Address staging,
    Address production,
    Address yuhinkai,
    String sslMode,
    Pools pools,
    Timeouts timeouts,
    Migration migration) {

  /** One database; without a host it is one of the embedded server's. */
  record Address(
      String host,
      Integer port,
      String user,
      String password,
      String name,
      String tablePrefix,
      String sslRootCert) {

    boolean isSet() {
      return host != null && !host.isBlank();
    }

    String prefix() {
      return tablePrefix == null ? "" : tablePrefix.trim();
    }

    Optional<String> rootCertificate() {
      return Optional.ofNullable(sslRootCert).filter(file -> !file.isBlank());
    }

    @Override
    public String toString() {
      return "Address[" + host + ":" + port + "/" + name + "]";
    }
  }

  record Pools(int staging, int production, int relay, int lease, int yuhinkai) {}

  record Timeouts(
      Duration pool,
      Duration connect,
      Duration socket,
      Duration statement,
      Duration lock,
      Duration idleInTransaction) {}

  record Migration(int connectRetries, Duration lockTimeout, Duration otherInstance) {}
}
