package io.syncline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class SandboxKeyFileTest {
  private final MockEnvironment environment =
      new MockEnvironment().withProperty("server.port", "8081");

  @Test
  void a_key_file_is_made_once_for_the_sandbox() {
    environment.setActiveProfiles("sandbox");
    String made = made();
    assertThat(made).isEqualTo(environment.getProperty(SandboxKeyFile.VARIABLE));
    assertThat(made).contains("http://localhost:8081/sandbox/google/token");
    assertThat(GoogleAccount.of(made).email()).endsWith(".iam.gserviceaccount.com");
  }

  @Test
  void there_is_none_outside_the_sandbox() {
    assertThat(made()).isEmpty();
  }

  @Test
  void one_that_an_operator_names_wins() {
    environment.setActiveProfiles("sandbox");
    environment.setProperty(SandboxKeyFile.VARIABLE, "/etc/key.json");
    assertThat(made()).isEqualTo("/etc/key.json");
  }

  private String made() {
    new SandboxKeyFile().postProcessEnvironment(environment, new SpringApplication());
    return environment.getProperty(SandboxKeyFile.VARIABLE, "");
  }
}
