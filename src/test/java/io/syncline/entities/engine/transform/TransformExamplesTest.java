package io.syncline.entities.engine.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.entities.engine.value.Cell;
import io.syncline.entities.engine.value.Jsons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds that each example of a transform in the guide is what comes of it. */
class TransformExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)^\\| `([a-z]+)` \\|([^|]*)\\|([^|]*)\\| `([^|]*)` \\| `([^|]*)` \\|");

  @Test
  void every_transform_has_examples_that_are_so() throws IOException {
    List<MatchResult> examples =
        EXAMPLE.matcher(Files.readString(Path.of("docs/entities.md"))).results().toList();
    for (MatchResult it : examples) {
      assertThat(example(it)).as("%s", it.group()).isEqualTo(it.group(5));
    }
    assertThat(examples.stream().map(it -> it.group(1)).collect(Collectors.toSet()))
        .isEqualTo(Transforms.names());
  }

  private static String example(MatchResult it) {
    Transformed transform = Transformed.by(it.group(1)).with(or(it.group(2), "{}"));
    return transform
        .in(or(it.group(3), "en_US"))
        .at("America/New_York")
        .of(Cell.of(Objects.requireNonNull(Jsons.parsed(it.group(4)))));
  }

  private static String or(String marked, String otherwise) {
    return marked.isBlank() ? otherwise : marked.replace("`", "").strip();
  }
}
