package io.syncline.elitefactor;

import io.syncline.core.stream.Column;
import io.syncline.core.stream.Stream;
import io.syncline.core.write.AtMostAtOnce;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this pipeline offers the core: its two streams, both into {@code listings}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EliteFactorSettings.class)
class EliteFactorStreams {
  static final String WORD = "elitefactor";
  private static final List<Column> COLUMNS =
      List.of(Column.text("artisan_id"), Column.numeric("artisan_elite_factor", 5, 4));

  /** Every listing of the artisan gets the factor (EF-16). */
  static final Stream FACTORS =
      Stream.into("factors", "listings", 1, COLUMNS).unprefixed().updating();

  /** Only listings without a factor get it (EF-25). */
  static final Stream BACKFILL =
      Stream.into("backfill", "listings", 1, COLUMNS).unprefixed().filling();

  @Bean
  Stream eliteFactors() {
    return FACTORS;
  }

  @Bean
  Stream eliteFactorBackfill() {
    return BACKFILL;
  }

  /** Writers beyond these would only compete for the disk. */
  @Bean
  RoutePolicy eliteFactorWriters(EliteFactorSettings settings) {
    return new AtMostAtOnce(settings.writers());
  }

  @Bean
  CamelContextConfiguration lookupThreads(EliteFactorSettings settings) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext context) {
        ThreadPoolProfile profile = new ThreadPoolProfile("elite-factor-lookups");
        profile.setPoolSize(settings.lookupWorkers());
        profile.setMaxPoolSize(settings.lookupWorkers());
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        context.getExecutorServiceManager().registerThreadPoolProfile(profile);
      }

      @Override
      public void afterApplicationStart(CamelContext context) {
        // the profile is all there is to configure
      }
    };
  }
}
