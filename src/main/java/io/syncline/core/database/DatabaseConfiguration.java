package io.syncline.core.database;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The order of a start: embedded server, staging's migrations, staging's pool, then whoever needs
 * it. The order of a stop is the reverse, because each bean asks for the one before it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseConfiguration.class);

  @Bean
  Connector connector(DatabaseSettings settings) {
    return new Connector(settings);
  }

  @Bean(destroyMethod = "close")
  Addresses addresses(DatabaseSettings settings, ObjectProvider<DataDirectory> dataDirectory) {
    return settings.embedded()
        ? Addresses.embedded(settings, EmbeddedServer.start(dataDirectory.getObject()))
        : Addresses.configured(settings);
  }

  /** The pool of everything that does not say otherwise: Quartz, sessions, the ledger. */
  @Bean
  @Primary
  HikariDataSource staging(Addresses addresses, Connector connector, DatabaseSettings settings) {
    Place place = addresses.staging();
    DatabaseSettings.Migration limits = settings.migration();
    DatabaseCheck check = DatabaseCheck.staging(place.address().prefix());
    try {
      new Migrations(
              connector.migrations(place),
              place,
              check,
              limits.connectRetries(),
              limits.otherInstance())
          .apply("control", "prefixed_control", "destination", "prefixed_destination");
    } catch (StartupRefused refused) {
      throw withProduction(refused, production(addresses, connector, limits));
    } catch (DatabaseAway away) {
      throw new StartupRefused(away.fault().what(), away.fault().action());
    }
    return connector.pool("staging", place, settings.pools().staging());
  }

  /** One list of everything, so that a second start does not bring up the rest. */
  private static StartupRefused withProduction(StartupRefused refused, Migrations production) {
    List<StartupProblem> problems = new ArrayList<>(refused.problems());
    try {
      problems.addAll(production.problems());
    } catch (StartupRefused alsoRefused) {
      problems.addAll(alsoRefused.problems());
    } catch (DatabaseAway away) {
      LOG.warn("production not compared cause={}", away.fault().what());
    }
    return new StartupRefused(problems);
  }

  private static Migrations production(
      Addresses addresses, Connector connector, DatabaseSettings.Migration limits) {
    Place place = addresses.production();
    DatabaseCheck check = DatabaseCheck.production(place.address().prefix());
    return new Migrations(connector.migrations(place), place, check, 0, limits.otherInstance());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource production(Addresses addresses, Connector connector, DatabaseSettings settings) {
    return connector.pool("production", addresses.production(), settings.pools().production());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource relayStaging(
      Addresses addresses,
      Connector connector,
      DatabaseSettings settings,
      @Qualifier("staging") DataSource migrated) {
    return connector.pool("relay-staging", addresses.staging(), settings.pools().relay());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource relayProduction(
      Addresses addresses, Connector connector, DatabaseSettings settings) {
    return connector.pool("relay-production", addresses.production(), settings.pools().relay());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource lease(
      Addresses addresses,
      Connector connector,
      DatabaseSettings settings,
      @Qualifier("staging") DataSource migrated) {
    return connector.pool("lease", addresses.staging(), settings.pools().lease());
  }

  /** The third, read-only source; the bean is null when it is not configured. */
  @Bean(defaultCandidate = false)
  HikariDataSource yuhinkai(Addresses addresses, Connector connector, DatabaseSettings settings) {
    return addresses
        .yuhinkai()
        .map(there -> connector.readOnlyPool("yuhinkai", there, settings.pools().yuhinkai()))
        .orElse(null);
  }

  @Bean
  ProductionSchema productionSchema(
      Addresses addresses, Connector connector, DatabaseSettings settings, Clock clock) {
    Migrations migrations = production(addresses, connector, settings.migration());
    ProductionSchema schema =
        new ProductionSchema(
            () -> migrations.apply("destination", "prefixed_destination", "production"), clock);
    schema.ready();
    schema.throwRefusal();
    return schema;
  }

  @Bean
  HiddenRows hiddenRows(Databases databases) {
    return new HiddenRows(databases.staging(), Needs.allTables());
  }

  @Bean
  Databases databases(
      Addresses addresses,
      DataSource staging,
      @Qualifier("production") DataSource production,
      @Qualifier("relayStaging") DataSource relayStaging,
      @Qualifier("relayProduction") DataSource relayProduction,
      @Qualifier("lease") DataSource lease) {
    return new Databases(
        new Database("staging", staging, relayStaging, addresses.staging().address().prefix()),
        new Database(
            "production", production, relayProduction, addresses.production().address().prefix()),
        lease);
  }
}
