package io.syncline.command;

import io.syncline.core.startup.StartupCheck;
import io.syncline.core.startup.StrippedValues;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The configuration as the service would see it, read without starting anything. */
record CommandEnvironment(ConfigurableEnvironment environment, StartupCheck check) {

  static CommandEnvironment load() {
    ConfigurableEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    StrippedValues.apply(environment);
    ConfigurationPropertySources.attach(environment);
    StartupCheck check = StartupCheck.of(environment);
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("syncline", check.derived(environment)));
    return new CommandEnvironment(environment, check);
  }

  String property(String name) {
    return environment.getProperty(name, "");
  }
}
