package io.syncline.core.database;

import com.zaxxer.hikari.HikariDataSource;
import io.syncline.core.error.StartupProblem;
import io.syncline.core.error.StartupRefused;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.quartz.QuartzDataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * The order of a start: embedded server, staging's migrations, staging's pool, then whoever needs
 * it. The order of a stop is the reverse, because each bean asks for the one before it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
@Import(ExtraPools.class)
class DatabaseConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseConfiguration.class);

  private final Environment environment;
  private final DatabaseSettings settings;

  DatabaseConfiguration(Environment environment, DatabaseSettings settings) {
    this.environment = environment;
    this.settings = settings;
  }

  @Bean
  Connector connector() {
    return new Connector(settings);
  }

  @Bean
  @ConditionalOnProperty("syncline.database.embedded")
  EmbeddedServer embeddedServer(DataDirectory dataDirectory) {
    return EmbeddedServer.start(dataDirectory);
  }

  @Bean
  Places places(Optional<EmbeddedServer> server) {
    Places configured = Places.configured(environment);
    return server.map(configured::with).orElse(configured);
  }

  /** The pool of everything that does not say otherwise: sessions, the ledger. */
  @Bean
  @Primary
  HikariDataSource staging(Places places, Connector connector) {
    Place place = places.staging();
    try {
      migrations(place, connector, settings.migration().connectRetries())
          .apply("control", "prefixed_control", "destination", "prefixed_destination");
    } catch (StartupRefused refused) {
      throw withProduction(refused, migrations(places.production(), connector, 0));
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

  private Migrations migrations(Place place, Connector connector, int connectRetries) {
    return new Migrations(
        connector.migrations(place),
        DatabaseCheck.of(place, environment),
        connectRetries,
        settings.migration().otherInstance());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource production(Places places, Connector connector) {
    return connector.pool("production", places.production(), settings.pools().production());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource relayStaging(
      Places places, Connector connector, @Qualifier("staging") DataSource migrated) {
    return connector.pool("relay-staging", places.staging(), settings.pools().relay());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource relayProduction(Places places, Connector connector) {
    return connector.pool("relay-production", places.production(), settings.pools().relay());
  }

  @Bean(defaultCandidate = false)
  HikariDataSource lease(
      Places places, Connector connector, @Qualifier("staging") DataSource migrated) {
    return connector.pool("lease", places.staging(), settings.pools().lease());
  }

  /**
   * Of both schedulers: neither waits for the connections of runs, nor they for theirs. Its name is
   * not the one of Camel's component.
   */
  @Bean(defaultCandidate = false)
  @QuartzDataSource
  HikariDataSource quartzPool(
      Places places, Connector connector, @Qualifier("staging") DataSource migrated) {
    return connector.pool("quartz", places.staging(), settings.pools().quartz());
  }

  @Bean
  ProductionSchema productionSchema(Places places, Connector connector, Clock clock) {
    Migrations migrations = migrations(places.production(), connector, 0);
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
      Places places,
      DataSource staging,
      @Qualifier("production") DataSource production,
      @Qualifier("relayStaging") DataSource relayStaging,
      @Qualifier("relayProduction") DataSource relayProduction,
      @Qualifier("lease") DataSource lease) {
    return new Databases(
        new Database("staging", staging, relayStaging, places.staging().address().tablePrefix()),
        new Database(
            "production", production, relayProduction, places.production().address().tablePrefix()),
        lease);
  }
}
