package io.syncline.core.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.syncline.core.notice.Notice.Field;
import io.syncline.core.notice.Notice.Level;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordMessageTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void nobody_is_mentioned() {
    assertThat(write("t", "@everyone", List.of()).at("/allowed_mentions/parse"))
        .isEqualTo(new com.fasterxml.jackson.databind.ObjectMapper().createArrayNode());
    assertThat(
            DiscordMessage.plain(notice("t", "@here", List.of(), "f"), "S").has("allowed_mentions"))
        .isTrue();
  }

  @Test
  void every_part_is_cut_to_its_limit() {
    JsonNode embed =
        write(long_(300), long_(1_000), List.of(new Field(long_(300), long_(1_100), true)))
            .at("/embeds/0");
    assertThat(embed.get("title").asText()).hasSize(256).endsWith("…");
    assertThat(embed.at("/fields/0/name").asText()).hasSize(256).endsWith("…");
    assertThat(embed.at("/fields/0/value").asText()).hasSize(1_024).endsWith("…");
    assertThat(write("t", long_(5_000), List.of()).at("/embeds/0/description").asText())
        .hasSize(4_096);
  }

  @Test
  void all_parts_together_stay_within_six_thousand() {
    for (int length = 0; length < 1_200; length += 7) {
      List<Field> fields = Collections.nCopies(30, new Field(long_(300), long_(900), false));
      JsonNode embed = write(long_(300), long_(length + 1), fields).at("/embeds/0");
      assertThat(sum(embed)).isLessThanOrEqualTo(6_000);
      assertThat(embed.get("fields").size()).isLessThanOrEqualTo(25);
    }
  }

  @Test
  void a_field_that_has_one_character_left_is_cut_to_it() {
    String exactly = long_(6_000 - 256 - 4_000 - 257);
    ObjectNode message =
        DiscordMessage.of(
            notice(
                long_(256), long_(4_000), List.of(new Field(long_(256), "value", true)), exactly),
            "S",
            AT);
    assertThat(sum(message.at("/embeds/0"))).isLessThanOrEqualTo(6_000);
  }

  @Test
  void blank_fields_are_left_out() {
    JsonNode embed =
        write(
                "t",
                "d",
                List.of(
                    new Field("a", " \n", true),
                    new Field("", "b", true),
                    new Field("c", "\u0001\u0002", true),
                    new Field("kept", "1", true)))
            .at("/embeds/0");
    assertThat(embed.get("fields")).hasSize(1);
    assertThat(embed.at("/fields/0/name").asText()).isEqualTo("kept");
  }

  @Test
  void a_character_of_two_units_is_not_cut_in_half() {
    String title = "😀".repeat(200);
    String cut = write(title, "d", List.of()).at("/embeds/0/title").asText();
    assertThat(cut).hasSizeLessThanOrEqualTo(256).endsWith("😀…");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed at jdbc:postgresql://h/db?password=canary",
        "POST https://discord.com/api/v10/webhooks/1/canary failed",
        "Authorization: Bearer canary",
        "sent bearer canary",
        "api_key=canary",
        "{\"password\":\"canary\"}",
        "token: canary"
      })
  void secrets_are_redacted(String text) {
    String written = write(text, text, List.of(new Field("e", text, false))).toString();
    assertThat(written).contains("[redacted]").doesNotContain("canary");
    assertThat(DiscordMessage.plain(notice("t", text, List.of(), "f"), "S").toString())
        .doesNotContain("canary");
  }

  @Test
  void colours_are_the_documents_numbers() {
    assertThat(List.of(Level.OK.color(), Level.SOME_FAILURES.color(), Level.STOPPED.color()))
        .containsExactly(3066993, 16776960, 15158332);
  }

  private static int sum(JsonNode embed) {
    int sum = embed.get("title").asText().length() + embed.get("description").asText().length();
    sum += embed.at("/footer/text").asText().length();
    for (JsonNode field : embed.get("fields")) {
      sum += field.get("name").asText().length() + field.get("value").asText().length();
    }
    return sum;
  }

  private static ObjectNode write(String title, String description, List<Field> fields) {
    return DiscordMessage.of(notice(title, description, fields, "footer"), "Syncline", AT);
  }

  private static Notice notice(
      String title, String description, List<Field> fields, String footer) {
    return new Notice(title, description, Level.OK, fields, footer);
  }

  private static String long_(int length) {
    return "x".repeat(length);
  }
}
