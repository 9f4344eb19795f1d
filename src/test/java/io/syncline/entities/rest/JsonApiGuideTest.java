package io.syncline.entities.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.syncline.core.source.ListedHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds that what the guide prints can be pasted. */
class JsonApiGuideTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```json\\n(.*?)^```$");

  @Test
  void the_examples_of_the_guide_are_whole_configurations() throws IOException {
    List<String> examples =
        EXAMPLE
            .matcher(Files.readString(Path.of("docs/json-apis.md")))
            .results()
            .map((MatchResult it) -> it.group(1))
            .toList();
    assertThat(examples).hasSize(2);
    for (String example : examples) {
      List<String> faults = new ArrayList<>();
      ApiConfig.of(
          new ObjectMapper().readTree(example), ListedHosts.of(List.of("localhost")), faults);
      assertThat(faults).isEmpty();
    }
  }
}
