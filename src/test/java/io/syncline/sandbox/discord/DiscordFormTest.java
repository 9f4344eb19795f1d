package io.syncline.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class DiscordFormTest {

  private static final String MANY = "BASE_TYPE_MAX_LENGTH";

  private final Sandbox sandbox = new Sandbox();

  @ParameterizedTest
  @CsvSource({
    "title, 256",
    "description, 4096",
    "footer/text, 2048",
    "author/name, 256",
    "fields/0/name, 256",
    "fields/0/value, 1024"
  })
  void embed_texts_are_accepted_up_to_their_limit(String part, int max) throws Exception {
    assertThat(send(embed(part, "  " + "x".repeat(max) + " ")).getStatus()).isEqualTo(204);
    assertError(send(embed(part, "x".repeat(max + 1))), "embeds/0/" + part, MANY);
  }

  @Test
  void content_is_accepted_up_to_2000() throws Exception {
    assertThat(send(Map.of("content", "x".repeat(2000))).getStatus()).isEqualTo(204);
    assertError(send(Map.of("content", "x".repeat(2001))), "content", MANY);
  }

  @Test
  void lengths_are_counted_in_utf16_units() throws Exception {
    assertThat(send(Map.of("content", "😀".repeat(1000))).getStatus()).isEqualTo(204);
    assertError(send(Map.of("content", "😀".repeat(1001))), "content", MANY);
  }

  @Test
  void eleventh_embed_is_too_many() throws Exception {
    Map<String, Object> embed = Map.of("title", "Run");
    assertThat(send(Map.of("embeds", Collections.nCopies(10, embed))).getStatus()).isEqualTo(204);
    assertError(send(Map.of("embeds", Collections.nCopies(11, embed))), "embeds", MANY);
  }

  @Test
  void twenty_sixth_field_is_too_many() throws Exception {
    Map<String, Object> field = Map.of("name", "a", "value", "b");
    assertThat(send(fields(Collections.nCopies(25, field))).getStatus()).isEqualTo(204);
    assertError(send(fields(Collections.nCopies(26, field))), "embeds/0/fields", MANY);
  }

  @Test
  void sum_over_all_embeds_is_limited_to_6000() throws Exception {
    Map<String, Object> half = Map.of("description", "x".repeat(3000));
    assertThat(send(Map.of("embeds", List.of(half, half))).getStatus()).isEqualTo(204);
    Map<String, Object> more = Map.of("title", "x", "description", "x".repeat(3000));
    assertError(send(Map.of("embeds", List.of(half, more))), "embeds", "MAX_EMBED_SIZE_EXCEEDED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "value"})
  void blank_field_parts_are_required(String part) throws Exception {
    assertError(
        send(embed("fields/0/" + part, "   ")), "embeds/0/fields/0/" + part, "BASE_TYPE_REQUIRED");
  }

  @Test
  void missing_field_value_is_told_by_its_place() throws Exception {
    Map<String, Object> good = Map.of("name", "a", "value", "b");
    MockHttpServletResponse answer =
        send(fields(List.of(good, good, good, Map.of("name", "a", "inline", true))));
    JsonNode body = sandbox.json(answer);
    assertThat(body.path("code").asInt()).isEqualTo(50035);
    assertThat(body.path("message").asText()).isEqualTo("Invalid Form Body");
    assertThat(body.path("errors").toString())
        .isEqualTo(
            "{\"embeds\":{\"0\":{\"fields\":{\"3\":{\"value\":{\"_errors\":[{\"code\":"
                + "\"BASE_TYPE_REQUIRED\",\"message\":\"This field is required\"}]}}}}}}");
  }

  @ParameterizedTest
  @CsvSource({
    "'', BASE_TYPE_BAD_LENGTH",
    "'  ', BASE_TYPE_BAD_LENGTH",
    "My Discord bot, USERNAME_INVALID_CONTAINS",
    "CLYDE, USERNAME_INVALID_CONTAINS"
  })
  void user_name_is_checked(String name, String code) throws Exception {
    assertError(send(Map.of("content", "a", "username", name)), "username", code);
  }

  @Test
  void user_name_is_accepted_up_to_80() throws Exception {
    assertThat(send(Map.of("content", "a", "username", "x".repeat(80))).getStatus()).isEqualTo(204);
    assertError(
        send(Map.of("content", "a", "username", "x".repeat(81))),
        "username",
        "BASE_TYPE_BAD_LENGTH");
  }

  @ParameterizedTest
  @CsvSource({
    "color, #2ECC71, NUMBER_TYPE_COERCE",
    "color, 16777216, NUMBER_TYPE_MAX",
    "timestamp, yesterday, DATE_TIME_TYPE_PARSE",
    "fields, none, LIST_TYPE_CONVERT"
  })
  void embed_values_of_the_wrong_kind_are_refused(String part, String value, String code)
      throws Exception {
    assertError(send(embed(part, value)), "embeds/0/" + part, code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"content\":\"  \"}", "{\"embeds\":[]}", "{\"embeds\":[{}]}"})
  void empty_message_is_refused(String body) throws Exception {
    MockHttpServletResponse answer = sandbox.discordText(Sandbox.WEBHOOK, body);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(answer).path("code").asInt()).isEqualTo(50006);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"content\":", "hello", "{} {}"})
  void malformed_json_is_refused(String body) throws Exception {
    MockHttpServletResponse answer = sandbox.discordText(Sandbox.WEBHOOK, body);
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(answer).path("code").asInt()).isEqualTo(50109);
  }

  private MockHttpServletResponse send(Map<String, Object> message) throws Exception {
    sandbox.clock.advance(Duration.ofSeconds(3));
    return sandbox.discord(Sandbox.WEBHOOK, message);
  }

  private void assertError(MockHttpServletResponse answer, String path, String code)
      throws Exception {
    assertThat(answer.getStatus()).isEqualTo(400);
    JsonNode node = sandbox.json(answer).path("errors");
    for (String step : path.split("/")) {
      node = node.path(step);
    }
    assertThat(node.at("/_errors/0/code").asText()).as("error at %s", path).isEqualTo(code);
  }

  private static Map<String, Object> fields(List<Map<String, Object>> fields) {
    return Map.of("embeds", List.of(Map.of("fields", fields)));
  }

  private static Map<String, Object> embed(String part, String text) {
    return Map.of(
        "embeds",
        List.of(
            switch (part) {
              case "footer/text" -> Map.of("footer", Map.of("text", text));
              case "author/name" -> Map.of("author", Map.of("name", text));
              case "fields/0/name" -> Map.of("fields", List.of(Map.of("name", text, "value", "b")));
              case "fields/0/value" ->
                  Map.of("fields", List.of(Map.of("name", "a", "value", text)));
              default -> Map.of(part, text);
            }));
  }
}
