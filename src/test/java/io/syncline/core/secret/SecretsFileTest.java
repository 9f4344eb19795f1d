package io.syncline.core.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFileTest {
  @TempDir private Path directory;

  @Test
  void a_secret_is_generated_once() {
    SecretsFile file = new SecretsFile(directory);
    assertThat(file.generateMissing(List.of("A", "B"))).isTrue();
    Map<String, String> first = file.read();
    assertThat(file.generateMissing(List.of("A", "B"))).isFalse();
    assertThat(file.read()).isEqualTo(first).containsOnlyKeys("A", "B");
    assertThat(Base64.getDecoder().decode(first.get("A"))).hasSize(32);
    assertThat(first.get("A")).isNotEqualTo(first.get("B"));
  }

  @Test
  void a_new_name_leaves_the_others_alone() {
    SecretsFile file = new SecretsFile(directory);
    file.generateMissing(List.of("A"));
    String before = file.read().get("A");
    assertThat(file.generateMissing(List.of("A", "B"))).isTrue();
    assertThat(file.read()).containsEntry("A", before).containsKey("B");
  }

  @Test
  void only_the_owner_may_read_the_file() throws IOException {
    SecretsFile file = new SecretsFile(directory);
    file.generateMissing(List.of("A"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(directory.toFile().list()).containsExactly("secrets.env");
  }
}
