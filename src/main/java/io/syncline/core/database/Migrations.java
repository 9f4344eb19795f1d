package io.syncline.core.database;

import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one database to the tables this version needs, noting that in each folder's {@link
 * MigrationHistory}. A database that already has the documents' tables is accepted: it counts as
 * version 0 and every migration creates only what is missing.
 *
 * <ol>
 *   <li>What is there is compared with what is needed; what no migration can mend is refused, with
 *       all findings at once and before anything is changed.
 *   <li>The migrations run in the schema where the tables are (see {@link SchemaChoice}).
 *   <li>What is there now is compared again.
 * </ol>
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /**
   * Migrations that alter tables of the documents. Where those need nothing and may not be altered,
   * the migration counts as done: PostgreSQL refuses its {@code IF NOT EXISTS} to all but the
   * owner.
   */
  private static final Map<String, Set<String>> ALTERED =
      Map.ofEntries(
          Map.entry("prefixed_control/20261122.03", Set.of("product", "jungle_scout_sync_status")),
          Map.entry(
              "prefixed_destination/20261122.01",
              Set.of("jungle_scout_product_data", "jungle_scout_sales_estimate_data")),
          Map.entry("destination/20261122.02", Set.of("listings")),
          Map.entry(
              "destination/20261122.03", Set.of("master_market_data", "master_market_latest")),
          Map.entry(
              "control/20261127.40",
              Set.of("data_sources", "tab_mappings", "column_mappings", "computed_fields")),
          Map.entry("destination/20261127.42", Set.of("partners")),
          Map.entry("destination/20261127.43", Set.of("staff")),
          Map.entry("destination/20261127.44", Set.of("asins")),
          Map.entry("destination/20261127.45", Set.of("field_lineage")),
          Map.entry("destination/20261127.47", Set.of("field_lineage")),
          Map.entry("control/20261127.111", Set.of("client_api_credentials")),
          Map.entry("control/20261127.112", Set.of("client_api_sync_results")),
          Map.entry("destination/20261127.113", Set.of("client_data")),
          Map.entry("destination/20261127.114", Set.of("client_sku_cache")),
          Map.entry("destination/20261127.115", Set.of("client_sku_cache")));

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(5);

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final DataSource source;
  private final DatabaseCheck check;
  private final Place place;
  private final int connectRetries;
  private final Duration otherInstance;

  Migrations(DataSource source, DatabaseCheck check, int connectRetries, Duration otherInstance) {
    this.source = source;
    this.check = check;
    this.place = check.place();
    this.connectRetries = connectRetries;
    this.otherInstance = otherInstance;
  }

  /**
   * Checks, migrates and checks again.
   *
   * @throws StartupRefused when the database cannot be used as it is
   * @throws DatabaseAway when it cannot be used at present
   */
  void apply(String... folders) {
    try {
      migrate(folders);
    } catch (FlywayException e) {
      throw refused(e);
    }
  }

  private void migrate(String... folders) {
    SchemaChoice choice = ask(this::chosen);
    for (String folder : folders) {
      ask(
          connection -> {
            history(folder).takeOver(connection, choice.schema());
            return folder;
          });
      takeAsDone(folder, choice);
      MigrateResult result = run(configuration(folder, choice));
      if (result.migrationsExecuted > 0) {
        LOG.info(
            "database migrated database={} schema={} folder={} migrations={}",
            place.name(),
            choice.schema(),
            folder,
            result.migrationsExecuted);
      }
    }
    refuse(ask(check::after));
  }

  /** Everything that stands in the way, without changing anything. */
  List<StartupProblem> problems() {
    return ask(check::problems);
  }

  private SchemaChoice chosen(Connection connection) throws SQLException {
    SchemaChoice choice = check.schema(connection);
    refuse(check.before(connection, choice));
    return choice;
  }

  private static void refuse(List<StartupProblem> problems) {
    if (!problems.isEmpty()) {
      throw new StartupRefused(problems);
    }
  }

  private void takeAsDone(String folder, SchemaChoice choice) {
    MigrationVersion before = MigrationVersion.EMPTY;
    for (MigrationInfo pending : configuration(folder, choice).load().info().pending()) {
      Set<String> tables = ALTERED.get(folder + "/" + pending.getVersion());
      if (tables != null && ask(connection -> check.needsNoMigration(connection, tables))) {
        if (before != MigrationVersion.EMPTY) {
          run(configuration(folder, choice).target(before));
        }
        run(
            configuration(folder, choice)
                .target(pending.getVersion())
                .skipExecutingMigrations(true));
        LOG.info(
            "migration taken as done database={} script={} reason=nothing is to be altered",
            place.name(),
            pending.getScript());
      }
      before = pending.getVersion();
    }
  }

  /** Once more where another instance began the history between two of Flyway's looks at it. */
  private static MigrateResult run(FluentConfiguration configuration) {
    try {
      return configuration.load().migrate();
    } catch (FlywayException e) {
      if (!String.valueOf(e.getMessage()).startsWith("Unable to baseline")) {
        throw e;
      }
      return configuration.load().migrate();
    }
  }

  private FluentConfiguration configuration(String folder, SchemaChoice choice) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/migration/" + folder)
        .defaultSchema(choice.schema())
        .table(history(folder).table())
        .placeholders(Map.of("prefix", place.address().tablePrefix()))
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .ignoreMigrationPatterns("*:missing", "*:future")
        .lockRetryCount(Math.toIntExact(otherInstance.toSeconds())) // one a second
        .validateMigrationNaming(true);
  }

  private MigrationHistory history(String folder) {
    return new MigrationHistory(folder, place.address().tablePrefix());
  }

  private interface Question<T> {
    T of(Connection connection) throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    try (Connection connection = open()) {
      return question.of(connection);
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private RuntimeException refused(Exception failure) {
    Fault fault =
        Fault.state(failure).equals(LOCK_NOT_AVAILABLE)
            ? locked()
            : isOtherInstance(failure) ? otherInstance() : Faults.of(failure, place);
    return Faults.mayPass(failure, place)
        ? new DatabaseAway(fault, failure)
        : new StartupRefused(fault.what(), fault.action());
  }

  /** The lock bears the name of our history: nobody else takes it. */
  private static boolean isOtherInstance(Exception failure) {
    return String.valueOf(failure.getMessage()).contains("PostgreSQL advisory lock");
  }

  private Fault otherInstance() {
    return new Fault(
        "Another instance has been migrating %s for longer than %s s."
            .formatted(place.name(), otherInstance.toSeconds()),
        "Wait for its end and start again, or raise syncline.database.migration.other-instance.");
  }

  private Fault locked() {
    try (Connection connection = source.getConnection()) {
      return LockHolder.oldest(connection, place);
    } catch (SQLException e) {
      return Faults.of(e, place);
    }
  }

  /** A server that is still starting is waited for, as often as the settings say. */
  private Connection open() throws SQLException {
    for (int attempt = 0; ; attempt++) {
      try {
        return source.getConnection();
      } catch (SQLException e) {
        if (!Faults.mayPass(e, place) || attempt >= connectRetries) {
          throw e;
        }
        LOG.warn("database awaited cause={}", Faults.of(e, place).what());
        LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
      }
    }
  }
}
