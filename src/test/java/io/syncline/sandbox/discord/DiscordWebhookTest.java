package io.syncline.sandbox.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import io.syncline.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletResponse;

final class DiscordWebhookTest {

  private static final String UNVERSIONED = "/sandbox/discord/api/webhooks/77/token";

  private final Sandbox sandbox = new Sandbox();

  @ParameterizedTest
  @ValueSource(
      strings = {
        UNVERSIONED,
        UNVERSIONED + "?wait=false",
        "/sandbox/discord/api/v6/webhooks/77/token",
        "/sandbox/discord/api/v10/webhooks/77/token?thread_id=5"
      })
  void answer_is_empty_when_the_caller_does_not_wait(String url) throws Exception {
    MockHttpServletResponse answer = sandbox.discord(url, Map.of("content", "hello"));
    assertThat(answer.getStatus()).isEqualTo(204);
    assertThat(Sandbox.text(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "1"})
  void answer_is_the_message_when_the_caller_waits(String wait) throws Exception {
    MockHttpServletResponse answer =
        sandbox.discordText(
            Sandbox.WEBHOOK + "?wait=" + wait,
            "{\"username\":\"Syncline\",\"embeds\":[{\"title\":\"Run\",\"color\":3066993}]}");
    JsonNode message = sandbox.json(answer);
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentType()).isEqualTo("application/json");
    assertThat(message.path("id").asText()).matches("[0-9]{19}");
    assertThat(message.path("webhook_id").asText()).isEqualTo("1290000000000000003");
    assertThat(message.at("/author/username").asText()).isEqualTo("Syncline");
    assertThat(message.at("/embeds/0/type").asText()).isEqualTo("rich");
    assertThat(message.at("/embeds/0/color").asInt()).isEqualTo(3066993);
    assertThat(message.path("timestamp").asText()).isEqualTo("2026-11-22T12:00:00.000000+00:00");
    assertThat(message.path("edited_timestamp").isNull()).isTrue();
  }

  @Test
  void last_fifty_accepted_messages_can_be_read() throws Exception {
    for (int index = 1; index <= 52; index++) {
      sandbox.discord(Sandbox.WEBHOOK, Map.of("content", "message " + index));
      sandbox.clock.advance(Duration.ofSeconds(3));
    }
    sandbox.discord(Sandbox.WEBHOOK, Map.of("content", ""));
    JsonNode messages = sandbox.json(sandbox.send(get("/sandbox/discord/messages")));
    assertThat(messages).hasSize(50);
    assertThat(messages.at("/0/content").asText()).isEqualTo("message 3");
    assertThat(messages.at("/49/content").asText()).isEqualTo("message 52");
  }

  @Test
  void deleted_webhook_is_unknown_under_every_version() throws Exception {
    assertThat(sandbox.send(delete(UNVERSIONED)).getStatus()).isEqualTo(204);
    for (String url : new String[] {UNVERSIONED, "/sandbox/discord/api/v10/webhooks/77/token"}) {
      MockHttpServletResponse answer = sandbox.discord(url, Map.of("content", "hello"));
      assertThat(answer.getStatus()).isEqualTo(404);
      assertThat(sandbox.json(answer).path("code").asInt()).isEqualTo(10015);
    }
    assertThat(sandbox.send(delete(UNVERSIONED)).getStatus()).isEqualTo(404);
    assertThat(sandbox.discord(Sandbox.WEBHOOK, Map.of("content", "hello")).getStatus())
        .isEqualTo(204);
  }

  @Test
  void webhook_that_is_no_number_is_an_invalid_form() throws Exception {
    MockHttpServletResponse answer =
        sandbox.discord("/sandbox/discord/api/webhooks/name/token", Map.of("content", "hello"));
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(answer).at("/errors/webhook_id/_errors/0/code").asText())
        .isEqualTo("NUMBER_TYPE_COERCE");
  }

  @Test
  void request_without_a_user_agent_is_blocked() throws Exception {
    MockHttpServletResponse answer =
        sandbox.send(
            post(Sandbox.WEBHOOK).contentType("application/json").content("{\"content\":\"a\"}"));
    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(sandbox.json(answer).path("code").asInt()).isEqualTo(40333);
  }

  @Test
  void other_media_types_are_an_invalid_form() throws Exception {
    MockHttpServletResponse answer =
        sandbox.send(
            post(Sandbox.WEBHOOK)
                .header("User-Agent", "test")
                .contentType("text/plain")
                .content("{\"content\":\"a\"}"));
    assertThat(answer.getStatus()).isEqualTo(400);
    assertThat(sandbox.json(answer).path("code").asInt()).isEqualTo(50035);
    assertThat(sandbox.json(answer).at("/errors/_errors/0/code").asText())
        .isEqualTo("CONTENT_TYPE_INVALID");
  }
}
