package io.syncline.support;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** One embedded server for the test JVM; it stops with the JVM. */
public final class Postgres {
  private static final String USER = "postgres";

  private Postgres() {}

  /** Two new, empty databases. */
  public static Pair freshPair() {
    String id = UUID.randomUUID().toString().substring(0, 8);
    Pair pair = new Pair("staging_" + id, "production_" + id);
    create(pair.staging());
    create(pair.production());
    return pair;
  }

  /** A new, empty database. */
  public static String freshDatabase(String name) {
    String database = name + "_" + UUID.randomUUID().toString().substring(0, 8);
    create(database);
    return database;
  }

  /** Arguments for {@code SpringApplication.run} that say where a database is. */
  public static List<String> arguments(String prefix, String database) {
    return properties(prefix, database).entrySet().stream()
        .map(property -> "--" + property.getKey() + "=" + property.getValue())
        .toList();
  }

  /** Where a database is, by that prefix of its variables. */
  public static Map<String, Object> properties(String prefix, String database) {
    Map<String, Object> properties = new LinkedHashMap<>();
    Pair.address(properties, prefix, database);
    return properties;
  }

  public static void create(String database) {
    execute(source(USER), "CREATE DATABASE " + database);
  }

  /** Makes a database refuse connections, the open ones included, as if its server were down. */
  public static void takeDown(String database) {
    execute(source(USER), "ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
    execute(
        source(USER),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  public static void bringUp(String database) {
    execute(source(USER), "ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
  }

  /** Drops the connections that pools still hold from before an outage. */
  public static void renew(Collection<HikariDataSource> pools) {
    pools.forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
  }

  /** A pool tries again only after a while, and until then its callers wait in vain. */
  public static void awaitLent(Collection<HikariDataSource> pools) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(
            () -> {
              for (HikariDataSource pool : pools) {
                pool.getConnection().close();
              }
              return true;
            });
  }

  public static DataSource source(String database) {
    return Server.INSTANCE.getDatabase(USER, database);
  }

  public static int port() {
    return Server.INSTANCE.getPort();
  }

  public static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Two databases, and what a service needs to be told to use them. */
  public record Pair(String staging, String production) {

    public DataSource stagingSource() {
      return source(staging);
    }

    public DataSource productionSource() {
      return source(production);
    }

    /** The environment of a service on this pair: databases, secrets, no schedules. */
    public Map<String, Object> properties() {
      Map<String, Object> properties = new LinkedHashMap<>();
      address(properties, "DB_STAGING_", staging);
      address(properties, "DB_PROD_", production);
      properties.put("DB_STAGING_TABLE_PREFIX", "dev_az_");
      properties.put("DB_PROD_TABLE_PREFIX", "prod_az_");
      for (String secret : new String[] {"CRON_SECRET", "SYNC_API_KEY", "JWT_SECRET"}) {
        properties.put(secret, "test-" + secret + "-0123456789-0123456789-0123456789");
      }
      properties.put("SYNCLINE_KEYSET", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
      properties.put("SYNCLINE_ADMIN_PASSWORD", "test-admin-password");
      properties.put("syncline.schedules", "off");
      // Spring keeps a scheduler's database by its name, for the whole JVM
      properties.put("spring.quartz.scheduler-name", staging);
      return properties;
    }

    /** The same as arguments for {@code SpringApplication.run}. */
    public String[] arguments() {
      return properties().entrySet().stream()
          .map(property -> "--" + property.getKey() + "=" + property.getValue())
          .toArray(String[]::new);
    }

    private static void address(Map<String, Object> properties, String prefix, String database) {
      properties.put(prefix + "HOST", "localhost");
      properties.put(prefix + "PORT", port());
      properties.put(prefix + "USER", USER);
      properties.put(prefix + "PASS", "unused");
      properties.put(prefix + "NAME", database);
    }
  }

  private static final class Server {
    private static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        // a service has 26, and a process of tests keeps the contexts that it may need again
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "600").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
