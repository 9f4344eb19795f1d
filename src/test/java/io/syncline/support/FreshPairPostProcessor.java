package io.syncline.support;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Gives a test with {@code @SpringBootTest(properties = "syncline.test.pair=fresh")} two new
 * databases. Dynamic property sources come too late: the environment is checked before them.
 */
final class FreshPairPostProcessor implements EnvironmentPostProcessor, Ordered {

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE - 1;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if ("fresh".equals(environment.getProperty("syncline.test.pair"))) {
      environment
          .getPropertySources()
          .addLast(new MapPropertySource("freshPair", Postgres.freshPair().properties()));
    }
  }
}
