package io.syncline.core.startup;

import io.syncline.core.database.DataDirectory;
import io.syncline.core.error.StartupRefused;
import io.syncline.core.secret.SecretsFile;
import org.apache.commons.logging.Log;
import org.springframework.boot.ConfigurableBootstrapContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Checks and completes the environment.
 *
 * <ol>
 *   <li>The machine's language and zone and the edges of values are made to matter nothing.
 *   <li>Every fault is collected and all are refused at once, before anything is written.
 *   <li>With embedded databases the data directory is taken and missing secrets are generated.
 *   <li>What follows from the configuration is added above it, as property source {@code syncline}.
 * </ol>
 */
final class StartupPostProcessor implements EnvironmentPostProcessor, Ordered {
  private static final String SOURCE = "syncline";

  /** Camel would give each task a thread of its own, however few workers a profile names. */
  private static final String CAMEL_VIRTUAL_THREADS = "camel.threads.virtual.enabled";

  private final Log log;
  private final ConfigurableBootstrapContext bootstrap;

  StartupPostProcessor(DeferredLogFactory logs, ConfigurableBootstrapContext bootstrap) {
    this.log = logs.getLog(StartupPostProcessor.class);
    this.bootstrap = bootstrap;
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    JvmDefaults.set();
    StrippedValues.apply(environment);
    StartupCheck check = StartupCheck.of(environment);
    if (!check.problems().isEmpty()) {
      throw new StartupRefused(check.problems());
    }
    if (check.embedded()) {
      DataDirectory directory = DataDirectory.take(check.dataDirectory());
      handOver(directory);
      generateSecrets(environment, new SecretsFile(directory.path()));
    }
    System.setProperty(CAMEL_VIRTUAL_THREADS, "false");
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource(SOURCE, check.derived(environment)));
  }

  private void handOver(DataDirectory directory) {
    bootstrap.addCloseListener(
        event ->
            event
                .getApplicationContext()
                .getBeanFactory()
                .registerSingleton("dataDirectory", directory));
  }

  private void generateSecrets(ConfigurableEnvironment environment, SecretsFile file) {
    if (file.generateMissing(SecretRules.missing(environment))) {
      log.info("secrets generated file=" + file.path());
    }
  }
}
