package io.syncline.core.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class StrippedValuesTest {
  private final StandardEnvironment environment = new StandardEnvironment();

  @Test
  void white_space_and_line_ends_around_any_variable_are_nothing() {
    environment
        .getPropertySources()
        .replace(
            "systemEnvironment",
            new SystemEnvironmentPropertySource(
                "systemEnvironment",
                Map.of(
                    "DB_STAGING_PASS", "secret\r\n",
                    "JWT_SECRET", "\uFEFF key with blanks inside \n",
                    "SYNCLINE_STOCKX_CRON", "\t0 * * * *\u00A0")));
    StrippedValues.apply(environment);
    ConfigurationPropertySources.attach(environment);
    assertThat(environment.getProperty("DB_STAGING_PASS")).isEqualTo("secret");
    assertThat(environment.getProperty("JWT_SECRET")).isEqualTo("key with blanks inside");
    assertThat(environment.getProperty("syncline.stockx.cron")).isEqualTo("0 * * * *");
    assertThat(Binder.get(environment).bind("syncline.stockx.cron", String.class).get())
        .isEqualTo("0 * * * *");
  }

  @Test
  void settings_of_files_and_arguments_are_stripped_like_variables() {
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "file",
                Map.of("syncline.database.ssl-mode", " require\n", "syncline.run.keep", 7)));
    StrippedValues.apply(environment);
    assertThat(environment.getProperty("syncline.database.ssl-mode")).isEqualTo("require");
    assertThat(environment.getProperty("syncline.run.keep", Integer.class)).isEqualTo(7);
  }

  @Test
  void the_jvms_own_properties_keep_their_line_ends() {
    StrippedValues.apply(environment);
    assertThat(environment.getProperty("line.separator")).isEqualTo(System.lineSeparator());
  }
}
