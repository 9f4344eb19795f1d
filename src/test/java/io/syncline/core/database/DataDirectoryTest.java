package io.syncline.core.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncline.core.error.StartupRefused;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path parent;

  @Test
  void a_second_owner_is_refused_until_the_first_lets_go() {
    Path path = parent.resolve("data");
    try (DataDirectory first = DataDirectory.take(path)) {
      assertThat(first.path()).isEqualTo(path);
      assertThatThrownBy(() -> DataDirectory.take(path))
          .isInstanceOf(StartupRefused.class)
          .hasMessageContaining("Another Syncline is running");
    }
    DataDirectory.take(path).close();
  }
}
