package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.error.FeedCode;
import io.syncline.entities.engine.error.RowCode;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that the guide tells of each code that somebody who maps a source may meet. */
class EntitiesCodesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/syncline/entities");

  private static final Pattern REFUSAL =
      Pattern.compile("(?:RequestRefused\\.of\\(\\s*\\d{3},|unknown\\()\\s*\"([A-Z_]+)\"");

  /** Of two in a line the second is what the first, the core's, is called here. */
  private static final Pattern FAILURE = Pattern.compile("StopReason\\.([A-Z_]+)(?!.*StopReason)");

  private static final Pattern TOLD = Pattern.compile("(?m)^\\| ((?:`[A-Z_]+`(?:, )?)+) \\|");
  private static final Pattern EACH = Pattern.compile("`([A-Z_]+)`");

  /** What the core says of any run and request. */
  private static final Set<String> OF_ALL =
      Set.of(
          "ALREADY_RUNNING",
          "CANCELLED",
          "INTERNAL",
          "INTERRUPTED",
          "INVALID_PARAMETER",
          "LEASE_LOST",
          "NOTHING_READ",
          "OVERLOADED",
          "PIPELINE_OFF",
          "SOURCE_BLOCKED",
          "SOURCE_UNREACHABLE");

  @Test
  void every_code_is_told_and_none_that_there_is_not() {
    Set<String> codes = new TreeSet<>(OF_ALL);
    Stream.of(RowCode.values()).map(Enum::name).forEach(codes::add);
    Stream.of(FeedCode.values()).map(Enum::name).forEach(codes::add);
    Citations.files().stream()
        .filter(it -> it.startsWith(SOURCES))
        .map(Citations::read)
        .flatMap(it -> Stream.of(REFUSAL, FAILURE).flatMap(code -> found(code, it)))
        .forEach(codes::add);
    assertThat(found(TOLD, section()).flatMap(it -> found(EACH, it)))
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  private static String section() {
    String guide = Citations.read(Path.of("docs/entities.md"));
    int begin = guide.indexOf("## What each code means");
    return guide.substring(begin, guide.indexOf("\n## ", begin));
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(it -> it.group(1));
  }
}
