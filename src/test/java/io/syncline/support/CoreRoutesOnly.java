package io.syncline.support;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Leaves out the pipelines' routes, whose beans are not there. */
public final class CoreRoutesOnly
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final String FILES =
      "classpath:routes/core/policies.camel.yaml,classpath:routes/core/run.camel.yaml,"
          + "classpath:routes/core/compose.camel.yaml,"
          + "classpath:routes/core/write.camel.yaml,classpath:routes/core/source.camel.yaml,"
          + "classpath:routes/core/notice.camel.yaml,"
          + "classpath:routes/core/repair.camel.yaml,"
          + "classpath:routes/core/replay.camel.yaml";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "coreRoutes", Map.of("camel.main.routes-include-pattern", FILES)));
  }
}
