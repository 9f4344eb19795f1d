package io.syncline.command;

import io.syncline.core.run.CommandOutput;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the application for one command: all pipelines, no schedule, and a web port nobody else
 * can reach. What a service would write to files is printed. The caller closes the context.
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
  private final Supplier<PrintWriter> out;

  ApplicationStart(Class<?> application, Supplier<PrintWriter> out) {
    this.application = application;
    this.out = out;
  }

  ConfigurableApplicationContext start() {
    SpringApplication spring =
        new SpringApplicationBuilder(application)
            .initializers(
                context ->
                    context
                        .getBeanFactory()
                        .registerSingleton("commandOutput", (CommandOutput) this::print))
            .build();
    return spring.run(
        PROPERTIES.entrySet().stream()
            .map(property -> "--" + property.getKey() + "=" + property.getValue())
            .toArray(String[]::new));
  }

  private void print(String line) {
    TerminalBar.clear();
    out.get().println(line);
    out.get().flush();
  }
}
