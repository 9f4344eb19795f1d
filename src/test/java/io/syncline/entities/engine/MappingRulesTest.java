package io.syncline.entities.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that every rule of docs/design/mapping.md has a test that begins with its number. */
class MappingRulesTest {
  private static final Pattern RULE = Pattern.compile("(?m)^#+ (\\d+(?:\\.\\d)?) ");

  @Test
  void no_rule_is_without_a_test() throws IOException {
    List<String> rules =
        RULE.matcher(Files.readString(Path.of("docs/design/mapping.md")))
            .results()
            .map(it -> it.group(1))
            .toList();
    assertThat(rules).hasSizeGreaterThan(30).contains("1.1", "4", "8.4", "11", "13");
    String tests = tests();
    assertThat(rules).allMatch(rule -> tests.contains("void rule_" + rule.replace('.', '_') + "_"));
  }

  private static String tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java/io/syncline/entities"))) {
      return files
          .filter(it -> it.toString().endsWith("Test.java") || it.toString().endsWith("IT.java"))
          .map(MappingRulesTest::read)
          .collect(Collectors.joining());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
