package bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The service itself: one request that reads the sales of all products whose sync status says that
 * their sales were read last on the job's first day.
 */
final class SynclineContender implements Contender {

  private static final String UNLIMITED = "1000000000";

  private final Path jar;
  private final List<String> options;
  private Endpoints endpoints;
  private ServiceJvm service;

  SynclineContender(Path jar, List<String> options) {
    this.jar = jar;
    this.options = options;
  }

  @Override
  public String name() {
    return "syncline";
  }

  @Override
  public boolean readsPages() {
    return true;
  }

  @Override
  public void start(Endpoints endpoints) throws Exception {
    this.endpoints = endpoints;
    Map<String, String> environment = new HashMap<>();
    database(environment, "DB_STAGING_", endpoints.staging());
    database(environment, "DB_PROD_", endpoints.production());
    for (String secret :
        List.of(
            "JWT_SECRET",
            "CRON_SECRET",
            "SYNC_API_KEY",
            "SYNCLINE_KEYSET",
            "SYNCLINE_ADMIN_PASSWORD")) {
      environment.put(secret, ServiceJvm.SECRET);
    }
    environment.put("JUNGLE_SCOUT_API_KEY", "bench:key");
    environment.put("JUNGLE_SCOUT_BASE_URL", endpoints.stubUrl());
    environment.put("SYNCLINE_SCHEDULES", "off");
    environment.put("SYNCLINE_JUNGLESCOUT_CALLS_PER_SECOND", UNLIMITED);
    environment.put("SYNCLINE_JUNGLESCOUT_CALLS_PER_MINUTE", UNLIMITED);
    environment.put("SYNCLINE_JUNGLESCOUT_CALLS_PER_MONTH", UNLIMITED);
    service = ServiceJvm.start(jar, options, environment);
  }

  /** Exactly the job's products are visible, and the days from its first to yesterday are due. */
  @Override
  public void prepare(Job job, Phase phase) throws SQLException {
    if (!job.equals(Job.ofYear(job.asins()))) {
      throw new IllegalStateException("it is another day since the bench was started");
    }
    String prefix = endpoints.staging().prefix();
    String products = prefix + "product";
    String status = prefix + "jungle_scout_sync_status";
    try (Connection connection = endpoints.staging().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE " + products + ", " + status);
      fill(
          connection,
          "INSERT INTO " + products + " (asin, product_visibility) SELECT unnest(?), true",
          job);
      fill(
          connection,
          """
          INSERT INTO %s (asin, marketplace, has_product_data, sales_estimate_data_synced_at)
          SELECT unnest(?), '%s', true, timestamp '%s 12:00'
          """
              .formatted(status, Job.MARKETPLACE, job.start()),
          job);
      statement.execute("VACUUM (ANALYZE) " + products + ", " + status);
    }
  }

  @Override
  public void run(Job job, Phase phase) throws Exception {
    service.call("POST", "/admin/sync-jungle-scout");
  }

  @Override
  public void check(Job job, Phase phase) throws Exception {
    JsonNode run = service.call("GET", "/api/sync/runs?limit=1").findPath("runs").path(0);
    if (!"completed".equals(run.path("outcome").asText())
        || run.path("production_pending").asInt(-1) != 0
        || run.path("api_calls").asInt() != job.asins()
        || run.path("stats").path("rows_processed").asInt() != job.rows()) {
      throw new IllegalStateException("not completed: " + run + "\n" + service.lastLines());
    }
  }

  @Override
  public long pid() {
    return service.pid();
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
  }

  private static void fill(Connection connection, String sql, Job job) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setArray(1, connection.createArrayOf("varchar", job.asinNames().toArray()));
      insert.executeUpdate();
    }
  }

  private static void database(Map<String, String> environment, String group, Database database) {
    environment.put(group + "HOST", Database.HOST);
    environment.put(group + "PORT", database.port() + "");
    environment.put(group + "USER", Database.USER);
    environment.put(group + "PASS", "trusted");
    environment.put(group + "NAME", database.name());
    environment.put(group + "TABLE_PREFIX", database.prefix());
  }
}
