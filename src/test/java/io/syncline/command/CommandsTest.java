package io.syncline.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandsTest {

  @Test
  void no_arguments_and_spring_arguments_serve() {
    assertThat(Commands.isServing()).isTrue();
    assertThat(Commands.isServing("--server.port=0", "--debug")).isTrue();
  }

  @Test
  void everything_else_is_a_command() {
    assertThat(Commands.isServing("token", "--role=admin")).isFalse();
    assertThat(Commands.isServing("--help")).isFalse();
    assertThat(Commands.isServing("--hlep")).isFalse();
  }
}
