package io.syncline.clientapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What two records are compared by. */
class ContentHashTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void members_in_another_order_are_no_change() throws JsonProcessingException {
    assertThat(hash("{\"a\": {\"x\": 1, \"y\": [1, 2]}, \"b\": null}"))
        .isEqualTo(hash("{\"b\": null, \"a\": {\"y\": [1, 2], \"x\": 1}}"))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void items_in_another_order_another_type_and_an_absent_member_are()
      throws JsonProcessingException {
    assertThat(hash("[1, 2]")).isNotEqualTo(hash("[2, 1]"));
    assertThat(hash("{\"a\": \"1\"}")).isNotEqualTo(hash("{\"a\": 1}"));
    assertThat(hash("{\"a\": null}")).isNotEqualTo(hash("{}"));
  }

  private String hash(String text) throws JsonProcessingException {
    return ContentHash.of(json.readTree(text));
  }
}
