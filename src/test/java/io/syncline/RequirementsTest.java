package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds that each demand of docs/design/requirements.md on entities and on clientapi is named above
 * a test.
 */
class RequirementsTest {
  private static final Pattern DEMAND = Pattern.compile("(?m)^\\| ((?:CR|SE)-\\d\\d) \\|");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?m)^  /\\*\\* ((?:CR|SE)-\\d\\d(?:, (?:CR|SE)-\\d\\d)*)(?:\\.|: .*\\.) \\*/\\n  @");

  /** What only a page can show, which is to come: the list itself says so. */
  private static final Set<String> OF_A_PAGE = Set.of("CR-51", "SE-48", "SE-52", "SE-68");

  @Test
  void no_demand_is_without_a_test() {
    Set<String> demands =
        DEMAND
            .matcher(Citations.read(Path.of("docs/design/requirements.md")))
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(demands).hasSize(69 + 52).containsAll(OF_A_PAGE);
    demands.removeAll(OF_A_PAGE);
    assertThat(named()).isEqualTo(demands);
  }

  private static Set<String> named() {
    return Citations.files().stream()
        .filter(it -> it.startsWith("src/test") && it.toString().matches(".*(Test|IT)\\.java"))
        .flatMap(it -> NAMED.matcher(Citations.read(it)).results())
        .flatMap(it -> Stream.of(it.group(1).split(", ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
