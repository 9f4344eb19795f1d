package io.syncline.entities.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.core.error.RequestRefused;
import io.syncline.core.record.StoredJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"yes\",\"b\":\"null\",\"c\":\"1\",\"d\":\"\",\"e\":\" x \",\"f\":\"2024-01-01\"}",
        "{\"list\":[{\"a\":1,\"b\":[]},{\"a\":2.50,\"b\":[\"x\",\"y: z\"]}]}",
        "{\"odd\":\"\\u0085\\u2028\\ufeff\\u00a0 #: - & * ! %@`'\\\"\\\\ {{env:HOME}} ${x} \\t\\n\"}",
        "{\"Key with: colon\":{\"true\":true,\"-\":-1.5e10,\"ü😀\":\"Größe 😀\"},\"n\":null}",
        "{\"nested\":{\"deep\":{\"er\":[[1,[2]],{}]}}}",
        "[]",
        "[{\"a\":[{\"b\":\"c\"}]}]"
      })
  void what_was_written_is_what_is_read(String json) {
    JsonNode value = StoredJson.read(json);
    assertThat(YamlReader.read(YamlWriter.write(value).isEmpty() ? json : YamlWriter.write(value)))
        .isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          yes         | "yes"
          on          | "on"
          2024-01-01  | "2024-01-01"
          1:30        | "1:30"
          0123        | "0123"
          0x1F        | "0x1F"
          1_000       | "1_000"
          .inf        | ".inf"
          true        | true
          ~           | null
          1.50        | 1.50
          -3          | -3
          "1"         | "1"
          """)
  void a_plain_word_is_a_text_unless_json_says_otherwise(String yaml, String json) {
    assertThat(YamlReader.read("a: " + yaml).path("a")).isEqualTo(StoredJson.read(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[]]]",
        "a: !!java.util.Date 2024-01-01",
        "a: !x y",
        "a: &x 1\nb: *x",
        "a: &x [1]",
        "? [a, b]\n: c",
        "a: 1\na: 2",
        "a: 1\n---\nb: 2",
        "a: \"\\0\"",
        "a: [",
        "a:\n\tb: c",
        "",
        "# nothing"
      })
  void what_is_more_than_data_is_refused(String yaml) {
    assertThatThrownBy(() -> YamlReader.read(yaml)).isInstanceOf(RequestRefused.class);
  }

  @Test
  void what_is_too_deep_is_refused_before_it_is_built() {
    assertThatThrownBy(() -> YamlReader.read("[".repeat(200_000)))
        .isInstanceOf(RequestRefused.class)
        .hasMessageContaining("levels deep");
    assertThat(YamlReader.read("[".repeat(16) + "]".repeat(16))).isNotNull();
  }

  @Test
  void a_refusal_names_the_line() {
    assertThatThrownBy(() -> YamlReader.read("a: 1\nb: 2\nc: !!set {x}"))
        .hasMessageContaining("line 3 has a tag");
  }
}
