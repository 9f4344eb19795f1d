package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the guide to the pipeline that it leads through, and that one to its size. */
class PipelineGuideTest {
  private static final Path GUIDE = Path.of("docs/a-pipeline.md");
  private static final List<Path> ROOTS =
      List.of(
          Path.of("src/test/java/io/syncline/warehouse"), Path.of("src/test/resources/warehouse"));

  /** A link to a file, and what is printed of it. */
  private static final Pattern PRINTED =
      Pattern.compile("(?s)\\]\\(\\.\\./(src/test/[^)]+)\\)[^\\n]*\\n```[a-z]+\\n(.*?)```\\n");

  private static final Pattern COUNTED = Pattern.compile("(?m)^(?!import |package )(?=.*\\S).*$");
  private static final int MOST_LINES = 120;

  @Test
  void what_is_printed_is_what_is_there() throws IOException {
    Map<Path, String> printed = printed();
    for (Map.Entry<Path, String> one : printed.entrySet()) {
      assertThat(Files.readString(one.getKey())).as("%s", one.getKey()).endsWith(one.getValue());
    }
    assertThat(printed.keySet()).containsExactlyInAnyOrderElementsOf(files());
  }

  @Test
  void java_and_yaml_without_imports_are_at_most_a_hundred_and_twenty_lines() throws IOException {
    long lines = 0;
    for (Path file : files()) {
      if (!file.toString().endsWith(".sql")) {
        lines += COUNTED.matcher(Files.readString(file)).results().count();
      }
    }
    assertThat(lines).isBetween(1L, (long) MOST_LINES);
    assertThat(Files.readString(GUIDE)).contains(lines + " lines");
  }

  private static Map<Path, String> printed() throws IOException {
    Map<Path, String> printed = new LinkedHashMap<>();
    Matcher found = PRINTED.matcher(Files.readString(GUIDE));
    while (found.find()) {
      printed.put(Path.of(found.group(1)), found.group(2));
    }
    return printed;
  }

  /** The pipeline's files without its tests. */
  private static List<Path> files() throws IOException {
    try (Stream<Path> java = Files.walk(ROOTS.get(0));
        Stream<Path> other = Files.walk(ROOTS.get(1))) {
      return Stream.concat(java, other)
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*(IT|Server)\\.java"))
          .toList();
    }
  }
}
