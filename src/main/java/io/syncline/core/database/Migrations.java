package io.syncline.core.database;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one database to the tables this version needs. Each folder has its own history, because
 * the two databases share one folder and not the others. A database that already has the documents'
 * tables is accepted: it counts as version 0 and every migration creates only what is missing.
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private final DataSource source;
  private final String database;
  private final String prefix;
  private final int connectRetries;

  Migrations(DataSource source, String database, String prefix, int connectRetries) {
    this.source = source;
    this.database = database;
    this.prefix = prefix;
    this.connectRetries = connectRetries;
  }

  void apply(String... folders) {
    for (String folder : folders) {
      MigrateResult result = flyway(folder).migrate();
      if (result.migrationsExecuted > 0) {
        LOG.info(
            "database migrated database={} folder={} migrations={}",
            database,
            folder,
            result.migrationsExecuted);
      }
    }
  }

  private Flyway flyway(String folder) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/" + folder)
        .table("sync_flyway_" + folder)
        .placeholders(Map.of("prefix", prefix))
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .connectRetries(connectRetries)
        .connectRetriesInterval(5)
        .validateMigrationNaming(true)
        .load();
  }
}
