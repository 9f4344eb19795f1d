package io.syncline.core.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * A pool for each database that a pipeline reads beside the pair, as a bean of its name. There is
 * none of one that is not configured.
 */
final class ExtraPools implements ImportBeanDefinitionRegistrar {
  private static final String SIZES = "syncline.database.pools.";

  private final Environment environment;
  private final BeanFactory beans;

  ExtraPools(Environment environment, BeanFactory beans) {
    this.environment = environment;
    this.beans = beans;
  }

  @Override
  public void registerBeanDefinitions(AnnotationMetadata at, BeanDefinitionRegistry registry) {
    Places.configured(environment)
        .inUse()
        .filter(Place::isOnlyRead)
        .forEach(place -> registry.registerBeanDefinition(place.name(), pool(place.name())));
  }

  private RootBeanDefinition pool(String name) {
    RootBeanDefinition pool = new RootBeanDefinition(HikariDataSource.class, () -> open(name));
    pool.setDefaultCandidate(false);
    return pool;
  }

  private HikariDataSource open(String name) {
    int size = environment.getRequiredProperty(SIZES + name, Integer.class);
    Place place = beans.getBean(Places.class).named(name);
    return beans.getBean(Connector.class).pool(name, place, size);
  }
}
