package io.syncline.sandbox.google;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.PropertySource;

/**
 * A key file of a service account for the sandbox, made anew at each start: a private key in the
 * configuration would be found by those who look for leaked ones. One that an operator names wins.
 */
final class SandboxKeyFile implements EnvironmentPostProcessor, Ordered {
  static final String VARIABLE = "GOOGLE_SERVICE_ACCOUNT_JSON";
  private static final String TOKEN_URL = "http://localhost:${server.port}/sandbox/google/token";

  /** After the files that say which profile is active. */
  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (environment.acceptsProfiles(Profiles.of("sandbox"))) {
      environment
          .getPropertySources()
          .addLast(new Made(() -> environment.resolvePlaceholders(TOKEN_URL)));
    }
  }

  /** Made when it is asked for: a key takes a while. */
  private static final class Made extends PropertySource<Supplier<String>> {
    private @Nullable String text;

    Made(Supplier<String> tokenUrl) {
      super("sandbox-key-file", tokenUrl);
    }

    @Override
    public synchronized @Nullable Object getProperty(String name) {
      if (!name.equals(VARIABLE)) {
        return null;
      }
      if (text == null) {
        text = GoogleAccount.keyFile(getSource().get());
      }
      return text;
    }
  }
}
