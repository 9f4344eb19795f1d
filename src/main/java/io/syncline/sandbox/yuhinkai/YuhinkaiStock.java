package io.syncline.sandbox.yuhinkai;

import io.syncline.core.database.Database;
import io.syncline.core.database.Databases;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.shop.SandboxStock;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Yuhinkai as the pipeline finds it, and listings of its artisans in both databases. Nine of ten
 * artisans are smiths; one listing in twenty names an artisan that Yuhinkai does not know.
 */
@Component
@Profile("sandbox")
final class YuhinkaiStock implements SandboxStock {
  private static final Logger LOG = LoggerFactory.getLogger(YuhinkaiStock.class);
  private static final String CODE = "'MAS' || lpad(n::text, 6, '0')";
  private static final String TABLES =
      """
      CREATE TABLE IF NOT EXISTS smith_entities (
          smith_id text PRIMARY KEY, elite_count int NOT NULL, total_items int NOT NULL,
          elite_factor numeric(10,8) GENERATED ALWAYS AS ((elite_count + 1)::numeric / (total_items + 10)) STORED);
      CREATE TABLE IF NOT EXISTS tosogu_makers (
          maker_id text PRIMARY KEY, elite_count int NOT NULL, total_items int NOT NULL,
          elite_factor numeric(10,8) GENERATED ALWAYS AS ((elite_count + 1)::numeric / (total_items + 10)) STORED);
      """;
  private static final String ARTISANS =
      """
      INSERT INTO %s SELECT %s, (n * 7) %% 40, (n * 7) %% 40 + (n * 13) %% 160
      FROM generate_series(1, ?) AS n WHERE (n %% 10 = 0) = %s ON CONFLICT DO NOTHING
      """;
  private static final String LISTINGS =
      """
      INSERT INTO listings (id, title, artisan_id)
      SELECT i, 'Sword ' || i, CASE WHEN i %% 20 = 7 THEN 'GONE' || i %% 1000 ELSE %s END
      FROM (SELECT i, (i::bigint * 7919) %% ? + 1 AS n FROM generate_series(1, ?) AS i) AS l
      ON CONFLICT (id) DO NOTHING
      """;

  private final ObjectProvider<DataSource> yuhinkai;
  private final Databases databases;
  private final SandboxSettings.EliteFactor settings;

  YuhinkaiStock(
      @Qualifier("yuhinkai") ObjectProvider<DataSource> yuhinkai,
      Databases databases,
      SandboxSettings settings) {
    this.yuhinkai = yuhinkai;
    this.databases = databases;
    this.settings = settings.elitefactor();
  }

  @Override
  public void fill() {
    DataSource source = yuhinkai.getIfAvailable();
    if (source == null) {
      return;
    }
    try {
      int artisans = fillArtisans(source);
      int listings = fillListings(databases.staging()) + fillListings(databases.production());
      LOG.info("sandbox yuhinkai filled artisans={} listings={}", artisans, listings);
    } catch (SQLException e) {
      throw new IllegalStateException("the sandbox's Yuhinkai could not be filled", e);
    }
  }

  /** The pool hands out connections that only read; the shop is the one that may write. */
  private int fillArtisans(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.rollback();
      connection.setReadOnly(false);
      JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      client.sql(TABLES).update();
      int artisans =
          fillArtisans(client, "smith_entities", "false")
              + fillArtisans(client, "tosogu_makers", "true");
      connection.commit();
      return artisans;
    }
  }

  private int fillArtisans(JdbcClient client, String table, String isTenth) {
    return client.sql(ARTISANS.formatted(table, CODE, isTenth)).param(settings.artisans()).update();
  }

  private int fillListings(Database database) {
    return JdbcClient.create(database.pool())
        .sql(LISTINGS.formatted(CODE))
        .param(settings.artisans())
        .param(settings.listings())
        .update();
  }
}
