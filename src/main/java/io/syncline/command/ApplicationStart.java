package io.syncline.command;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the application for one command: all pipelines, no schedule, and a web port nobody else
 * can reach. The caller closes the context.
 */
final class ApplicationStart {
  private static final Map<String, Object> PROPERTIES =
      Map.of(
          "server.port", "0",
          "server.address", "127.0.0.1",
          "syncline.schedules", "off",
          "syncline.run.queue", "own",
          "syncline.log-file", "off", // the file is the service's
          "logging.threshold.console", "warn", // the answer is not to be searched for in a log
          "spring.main.banner-mode", "off");

  private final Class<?> application;

  ApplicationStart(Class<?> application) {
    this.application = application;
  }

  ConfigurableApplicationContext start() {
    SpringApplication spring = new SpringApplicationBuilder(application).build();
    return spring.run(
        PROPERTIES.entrySet().stream()
            .map(property -> "--" + property.getKey() + "=" + property.getValue())
            .toArray(String[]::new));
  }
}
