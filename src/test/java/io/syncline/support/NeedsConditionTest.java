package io.syncline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;

class NeedsConditionTest {
  @TempDir private Path directory;

  @Test
  void a_test_whose_programs_are_there_runs() throws Exception {
    assertThat(Files.createFile(directory.resolve("tool")).toFile().setExecutable(true)).isTrue();
    assertThat(NeedsCondition.evaluate("t", List.of("tool"), path(), true).isDisabled()).isFalse();
  }

  @Test
  void a_newcomers_machine_leaves_the_test_out_and_says_what_is_missing() {
    var result = NeedsCondition.evaluate("PoolerIT", List.of("tool"), path(), false);
    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).hasValue("PoolerIT needs tool, which is not installed");
  }

  @Test
  void the_whole_gate_fails_when_a_test_would_be_left_out() {
    assertThatThrownBy(() -> NeedsCondition.evaluate("PoolerIT", List.of("tool"), path(), true))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessageContaining("tool");
  }

  private String path() {
    return directory.toString();
  }
}
