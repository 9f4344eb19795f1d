package io.syncline.core.notice;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.syncline.core.notice.DiscordWebhook.DiscordUrl;
import io.syncline.core.notice.DiscordWebhook.Outcome;
import io.syncline.support.RawServer;
import io.syncline.support.RawServer.Manner;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DiscordWebhookTest {
  private static final String PATH = "/api/v10/webhooks/1/canary";

  @RegisterExtension
  static final WireMockExtension DISCORD =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.wireMockConfig().dynamicPort())
          .build();

  private final Notice notice =
      new Notice("Title", "All went well", Notice.Level.OK, List.of(), "run 1");

  @Test
  void an_unversioned_address_becomes_v10_and_waits_for_the_answer() {
    answers(ok());
    assertThat(webhook().send(notice)).isEqualTo(Outcome.SENT);
    DISCORD.verify(
        1,
        postRequestedFor(urlPathEqualTo(PATH))
            .withQueryParam("wait", equalTo("true"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withHeader("User-Agent", equalTo("DiscordBot (test)"))
            .withRequestBody(matchingJsonPath("$.embeds[0].title", equalTo("Title"))));
  }

  @Test
  void other_versions_and_parameters_stay() {
    var old = DiscordUrl.of("https://discord.com/api/v6/webhooks/1/t?thread_id=5").orElseThrow();
    assertThat(old.uri())
        .hasToString("https://discord.com/api/v6/webhooks/1/t?thread_id=5&wait=true");
    assertThat(old.isOldVersion()).isTrue();
    assertThat(DiscordUrl.of(" ")).isEmpty();
    assertThat(old).hasToString("discord.com");
  }

  @Test
  void an_address_that_is_none_is_refused_without_being_shown() {
    assertThatThrownBy(() -> DiscordUrl.of("https://discord.com/api/webhooks/1/canary token"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DISCORD_WEBHOOK_URL")
        .hasMessageNotContaining("canary")
        .hasNoCause();
    assertThatThrownBy(() -> DiscordUrl.of("http://discord.com/api/webhooks/1/canary"))
        .hasMessageNotContaining("canary");
  }

  @Test
  void nothing_is_sent_without_an_address() {
    assertThat(webhook("").isOn()).isFalse();
    assertThat(webhook("").send(notice)).isEqualTo(Outcome.OFF);
  }

  @Test
  void a_limit_is_waited_for_and_the_notice_sent_again() {
    answers(
        aResponse()
            .withStatus(429)
            .withHeader("Retry-After", "1")
            .withBody("{\"retry_after\":0.2}"),
        ok());
    long start = System.nanoTime();
    assertThat(webhook().send(notice)).isEqualTo(Outcome.SENT);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(1_000), Duration.ofSeconds(5));
    DISCORD.verify(2, postRequestedFor(urlPathEqualTo(PATH)));
  }

  @Test
  void a_wait_longer_than_allowed_drops_the_notice() {
    answers(aResponse().withStatus(429).withBody("{\"retry_after\":120.5}"));
    assertThat(webhook().send(notice)).isEqualTo(Outcome.DROPPED);
    DISCORD.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
  }

  @Test
  void the_answer_of_a_ban_drops_the_notice_at_once() {
    answers(aResponse().withStatus(429).withBody("<html>blocked</html>"));
    assertThat(webhook().send(notice)).isEqualTo(Outcome.DROPPED);
    DISCORD.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
  }

  @Test
  void an_unknown_webhook_is_not_called_again() {
    for (int status : new int[] {401, 404}) {
      DISCORD.resetAll();
      answers(aResponse().withStatus(status));
      DiscordWebhook webhook = webhook();
      assertThat(webhook.send(notice)).isEqualTo(Outcome.REFUSED);
      assertThat(webhook.isOn()).isFalse();
      assertThat(webhook.send(notice)).isEqualTo(Outcome.OFF);
      DISCORD.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
    }
  }

  @Test
  void a_refused_form_falls_back_to_plain_text_once() {
    answers(aResponse().withStatus(400).withBody("{\"code\":50035}"));
    assertThat(webhook().send(notice)).isEqualTo(Outcome.REFUSED);
    DISCORD.verify(2, postRequestedFor(urlPathEqualTo(PATH)));
    DISCORD.verify(
        1,
        postRequestedFor(urlPathEqualTo(PATH))
            .withRequestBody(matchingJsonPath("$.content", equalTo("Title: All went well"))));
  }

  @Test
  void a_forum_that_needs_a_thread_is_told_once_with_what_to_do(CapturedOutput output) {
    answers(aResponse().withStatus(400).withBody("{\"code\":220001,\"message\":\"canary\"}"));
    DiscordWebhook webhook = webhook();
    assertThat(webhook.send(notice)).isEqualTo(Outcome.REFUSED);
    assertThat(webhook.send(notice)).as("the next run's").isEqualTo(Outcome.OFF);
    DISCORD.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
    assertThat(output.getAll())
        .contains("WARN", "status=400", "code=220001", "thread_id", "DISCORD_WEBHOOK_URL")
        .doesNotContain("canary");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 413})
  void a_refusal_is_a_warning_with_status_and_code_and_is_not_repeated(
      int status, CapturedOutput output) {
    answers(aResponse().withStatus(status).withBody("{\"code\":4242}"));
    DiscordWebhook webhook = webhook();
    assertThat(webhook.send(notice)).isEqualTo(Outcome.REFUSED);
    assertThat(webhook.send(notice)).isEqualTo(Outcome.OFF);
    assertThat(output.getAll()).contains("WARN", "status=" + status, "code=4242");
  }

  @Test
  void a_body_too_large_is_shrunk_and_sent_once_more() {
    answers(aResponse().withStatus(413).withBody("{\"code\":40005}"), ok());
    Notice large = new Notice("Title", "x".repeat(5_000), Notice.Level.OK, List.of(), "run 1");
    DiscordWebhook webhook =
        new DiscordWebhook(
            settings(DISCORD.baseUrl() + "/api/webhooks/1/canary", 1),
            new ObjectMapper(),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    assertThat(webhook.send(large)).isEqualTo(Outcome.SENT);
    var sent = DISCORD.findAll(postRequestedFor(urlPathEqualTo(PATH)));
    assertThat(sent).hasSize(2);
    assertThat(sent.get(1).getBody().length).isLessThan(sent.get(0).getBody().length / 2);
  }

  @ParameterizedTest
  @EnumSource(Manner.class)
  void c26_an_answer_that_drips_floods_or_never_comes_is_hung_up_on(Manner manner) {
    try (RawServer server = RawServer.alone()) {
      server.mistreat(".*", manner);
      DiscordWebhook webhook =
          new DiscordWebhook(
              settings(server.url() + "/api/webhooks/1/canary", 1),
              new ObjectMapper(),
              Clock.systemUTC(),
              new SimpleMeterRegistry());
      var outcome = CompletableFuture.supplyAsync(() -> webhook.send(notice));
      assertThat(outcome).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(Outcome.DROPPED);
      await().atMost(Duration.ofSeconds(60)).until(() -> server.hungUp() == 1);
    }
  }

  @Test
  void a_failing_server_is_tried_three_times_and_no_secret_is_logged(CapturedOutput output) {
    answers(aResponse().withStatus(500).withBody("canary of the body"));
    long start = System.nanoTime();
    assertThat(webhook().send(notice)).isEqualTo(Outcome.DROPPED);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("1 s, 2 s and nothing after the last")
        .isBetween(Duration.ofMillis(2_900), Duration.ofMillis(5_500));
    DISCORD.verify(3, postRequestedFor(urlPathEqualTo(PATH)));
    assertThat(output.getAll()).doesNotContain("canary");
  }

  @Test
  void a_server_that_is_not_there_drops_the_notice_without_its_address(CapturedOutput output) {
    DiscordWebhook webhook =
        new DiscordWebhook(
            settings("http://localhost:1/api/webhooks/1/canary", 1),
            new ObjectMapper(),
            Clock.systemUTC(),
            new SimpleMeterRegistry());
    assertThat(webhook.send(notice)).isEqualTo(Outcome.DROPPED);
    assertThat(output.getAll()).contains("Discord did not answer").doesNotContain("canary");
  }

  private static ResponseDefinitionBuilder ok() {
    return aResponse().withStatus(200).withBody("{\"id\":\"1\"}");
  }

  /** One answer after the other; the last one stays. */
  private static void answers(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      DISCORD.stubFor(
          post(urlPathEqualTo(PATH))
              .inScenario("answers")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "answer " + i)
              .willSetStateTo("answer " + Math.min(i + 1, answers.length - 1))
              .willReturn(answers[i]));
    }
    if (answers.length == 1) {
      DISCORD.stubFor(post(urlPathEqualTo(PATH)).willReturn(answers[0]));
    }
  }

  private static DiscordWebhook webhook() {
    return webhook(DISCORD.baseUrl() + "/api/webhooks/1/canary");
  }

  private static DiscordWebhook webhook(String url) {
    return new DiscordWebhook(
        settings(url, 3), new ObjectMapper(), Clock.systemUTC(), new SimpleMeterRegistry());
  }

  private static NoticeSettings settings(String url, int tries) {
    return new NoticeSettings(
        url, "Syncline", "DiscordBot (test)", Duration.ofSeconds(2), tries, Duration.ofSeconds(60));
  }
}
