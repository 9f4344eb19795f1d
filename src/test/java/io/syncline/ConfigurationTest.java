package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/** Which of several files says what a setting is. */
class ConfigurationTest {
  private static final String RETRIES = "syncline.source.tries-again";
  private static final String PACE = "syncline.stockx.calls-per-second";
  private static final String DAY = "syncline.stockx.calls-per-day";
  private static final String HOURLY = "syncline.junglescout.hourly-limit";

  @TempDir private Path directory;

  @Test
  void every_file_is_packed_and_none_has_to_be_beside_the_jar() {
    assertThat(values(RETRIES, PACE, HOURLY, "syncline.elitefactor.writers"))
        .doesNotContainValue("");
  }

  @Test
  void a_pipelines_file_beside_the_jar_wins_over_its_packed_copy_only() throws IOException {
    write("stockx.yaml", "syncline.stockx.calls-per-second: 7");
    Map<String, String> packed = values(DAY, HOURLY);
    assertThat(values(PACE, DAY, HOURLY)).containsEntry(PACE, "7").containsAllEntriesOf(packed);
  }

  @Test
  void the_shared_file_beside_the_jar_wins_over_all() throws IOException {
    write("stockx.yaml", "syncline.stockx: { calls-per-second: 7, calls-per-day: 8 }");
    write("application.yaml", "syncline: { source.tries-again: 5, stockx.calls-per-second: 6 }");
    assertThat(values(RETRIES, PACE, DAY))
        .containsEntry(RETRIES, "5")
        .containsEntry(PACE, "6")
        .containsEntry(DAY, "8");
  }

  @Test
  void whole_copies_beside_the_jar_are_ranked_as_the_packed_files_are() throws IOException {
    for (Path file : files()) {
      Files.copy(file, folder().resolve(file.getFileName()));
    }
    write("stockx.yaml", "syncline.stockx: { calls-per-second: 7, calls-per-day: 8 }");
    append("application.yaml", "  stockx.calls-per-second: 6");
    assertThat(values(PACE, DAY)).containsEntry(PACE, "6").containsEntry(DAY, "8");
  }

  @Test
  void the_sandbox_changes_what_a_pipeline_asks_of_its_source() {
    Map<String, String> packed = values(DAY);
    assertThat(values("sandbox", List.of(PACE, DAY)))
        .containsEntry(DAY, packed.get(DAY))
        .containsEntry(PACE, "20");
  }

  @Test
  void entities_ask_for_less_than_google_allows_and_are_off_without_one_of_three_sources() {
    assertThat(
            values(
                "syncline.entities.reads-per-minute",
                "syncline.entities.row-hash",
                "syncline.entities.required-one-of"))
        .containsEntry("syncline.entities.reads-per-minute", "55")
        .containsEntry("syncline.entities.row-hash", "true")
        .containsEntry(
            "syncline.entities.required-one-of",
            "GOOGLE_SERVICE_ACCOUNT_JSON, CLOSE_API_KEY, syncline.entities.rest-hosts");
  }

  @Test
  void every_file_is_imported_from_both_places() throws IOException {
    TreeSet<String> expected =
        files().stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> !name.contains("-") && !name.equals("application.yaml"))
            .flatMap(
                name -> Stream.of("classpath:config/" + name, "optional:file:./config/" + name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(Files.readAllLines(Path.of("config", "application.yaml")))
        .filteredOn(line -> line.startsWith("  - ") && line.contains(":"))
        .extracting(line -> line.substring(4))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private Map<String, String> values(String... names) {
    return values("default", List.of(names));
  }

  private Map<String, String> values(String profile, List<String> names) {
    ConfigurableEnvironment environment = new StandardEnvironment();
    ConfigDataEnvironmentPostProcessor.applyTo(
        environment, new ElsewhereLoader(directory), null, profile);
    return names.stream()
        .collect(Collectors.toMap(Function.identity(), environment::getRequiredProperty));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder().resolve(name), text);
  }

  private void append(String name, String line) throws IOException {
    Files.writeString(folder().resolve(name), line + "\n", StandardOpenOption.APPEND);
  }

  private Path folder() throws IOException {
    return Files.createDirectories(directory.resolve("config"));
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("config"))) {
      return files.toList();
    }
  }

  /** Reads the working directory's files from another one. */
  private static final class ElsewhereLoader extends DefaultResourceLoader {
    private static final String HERE = "file:";

    private final Path elsewhere;

    ElsewhereLoader(Path elsewhere) {
      this.elsewhere = elsewhere;
    }

    @Override
    public Resource getResource(String location) {
      return location.startsWith(HERE)
          ? new FileSystemResource(elsewhere.resolve(location.substring(HERE.length())))
          : super.getResource(location);
    }
  }
}
