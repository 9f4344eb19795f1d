package io.syncline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds that what is cited is there, and that nothing outside of this repository is cited. */
class CitationTest {
  private final Citations citations = new Citations();

  @Test
  void whatever_is_cited_is_there() {
    List<Path> files = Citations.files();
    assertThat(files).hasSizeGreaterThan(300);
    assertThat(files.stream().flatMap(it -> citations.faults(it, Citations.read(it)).stream()))
        .as("cited, and not there: see docs/design/README.md")
        .isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          src/main/java/X.java   | // tried again (reliability C23)           | reliability C23
          src/main/java/X.java   | // one at a time (architecture D8)         | architecture D8
          src/main/java/X.java   | // as stockx.md section 2 has it           | stockx.md
          src/main/java/X.java   | // a trap of no page (C99)                 | C99
          src/main/java/X.java   | as("I77 nothing is left")                  | I77
          src/main/java/X.java   | void c98_is_no_trap()                      | C98
          src/main/java/X.java   | @DisplayName("JS-99: no such demand")      | JS-99
          src/main/java/X.java   | // the flow of document 009                | document 009
          src/main/java/X.java   | // a heading (promises#no-such-heading)    | promises#no-such-heading
          src/main/java/X.java   | // a page (nobody#fences)                  | nobody#fences
          config/x.yaml          | key: 1 # why: features.md                  | features.md
          docs/design/X.md       | see [it](nowhere.md)                       | nowhere.md
          docs/design/X.md       | see [it](promises.md#no-such-heading)      | promises.md#no-such-heading
          docs/design/X.md       | held by `NoSuchIT`                         | NoSuchIT
          """)
  void what_is_not_there_is_found(Path file, String text, String fault) {
    assertThat(citations.faults(file, text)).anyMatch(it -> it.endsWith(": " + fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          src/main/java/X.java   | // read once (C26, W9; D8), promises#fences
          src/main/java/X.java   | item("C99", "a value and no citation")
          src/main/java/X.java   | // document 004 wants it (JS-38)
          docs/design/X.md       | see [it](promises.md#fences), held by `CitationTest`
          """)
  void what_is_there_is_none(Path file, String text) {
    assertThat(citations.faults(file, text)).isEmpty();
  }
}
