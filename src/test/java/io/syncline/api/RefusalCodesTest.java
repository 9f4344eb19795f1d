package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.syncline.core.error.StopReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The codes of refusals are read from the sources, so that none is answered that is not told. */
class RefusalCodesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/syncline");
  private static final Pattern REFUSAL =
      Pattern.compile(
          "(?:RequestRefused\\.(?:of|later)|Problem\\.later|new Problem|unsupported|notNow)"
              + "\\([^\"]*?\"([A-Z][A-Z_]+)\"");

  @Test
  void every_code_is_described_and_every_description_is_a_code() throws IOException {
    JsonNode described =
        new YAMLMapper()
            .readTree(Path.of("src/main/resources/openapi.yaml").toFile())
            .at("/components/schemas/Problem/properties/code/examples");
    Set<String> told = new TreeSet<>();
    described.forEach(code -> told.add(code.asText()));
    Set<String> answered = codes();
    Arrays.stream(StopReason.values()).map(Enum::name).forEach(answered::add);
    assertThat(told).isEqualTo(answered);
  }

  private static Set<String> codes() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.startsWith(SOURCES.resolve("sandbox")))
          .flatMap(RefusalCodesTest::codes)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<String> codes(Path file) {
    try {
      return REFUSAL
          .matcher(Files.readString(file))
          .results()
          .map(found -> found.group(1))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
