package io.syncline.entities.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.core.secret.WebhookSignature;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls by which a source says that it has something new. */
class WebhookIT {
  private static final String BODY =
      "{\"event\": \"lead.updated\", \"text\": \"Größe {{env:HOME}}\"}";
  private static SandboxService service;
  private static String source;
  private static String secret;

  @BeforeAll
  static void start() {
    service = SandboxService.start("--syncline.sandbox.junglescout.products=5");
    source =
        service
            .post(
                "/api/entities/sources",
                "{\"name\": \"CRM\", \"type\": \"close\"}",
                service.token("admin"))
            .body()
            .path("id")
            .asText();
    secret = newSecret();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** SE-11, SE-38. */
  @Test
  void a_signed_message_starts_one_run_however_often_it_comes() {
    String message = "msg_" + UUID.randomUUID();
    Answer first = call(source, message, Instant.now(), BODY, secret);
    assertThat(first.status()).as("%s", first.body()).isEqualTo(202);
    Answer again = call(source, message, Instant.now().plusSeconds(7), BODY, secret);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body().path("run_id")).isEqualTo(first.body().path("run_id"));
    service.atRest();
    assertThat(call(source, message, Instant.now(), BODY, secret).body().path("run_id"))
        .isEqualTo(first.body().path("run_id"));
    Map<String, Object> run =
        service
            .staging()
            .sql("SELECT trigger, triggered_by, data_source_id FROM sync_runs WHERE id = :id")
            .param("id", UUID.fromString(first.body().path("run_id").asText()))
            .query()
            .singleRow();
    assertThat(run)
        .containsEntry("trigger", "webhook")
        .containsEntry("triggered_by", message)
        .containsEntry("data_source_id", UUID.fromString(source));
  }

  /** SE-11. */
  @Test
  void whatever_is_not_signed_for_this_source_and_this_moment_is_refused_and_starts_nothing() {
    Instant now = Instant.now();
    long runs = runs();
    assertRefused(service.post(path(source), BODY));
    assertRefused(service.post(path(source), BODY, service.token("admin")));
    assertRefused(call(source, "msg_a", now.minusSeconds(301), BODY, secret));
    assertRefused(call(source, "msg_b", now.plusSeconds(310), BODY, secret));
    assertRefused(call(source, "msg_c", now, BODY, WebhookSignature.newSecret()));
    assertRefused(call(UUID.randomUUID().toString(), "msg_d", now, BODY, secret));
    assertRefused(call("no-id", "msg_e", now, BODY, secret));
    String[] signed = signed("msg_f", now, BODY, secret);
    assertRefused(service.post(path(source), BODY.replace("updated", "deleted"), signed));
    assertThat(service.post(path(source), "{", signed).status()).isEqualTo(400);
    assertThat(service.get(path(source), service.token("admin")).status()).isIn(401, 403, 405);
    assertThat(runs()).isEqualTo(runs);
  }

  @Test
  void a_paused_source_is_not_read_however_well_it_is_signed() {
    String path = "/api/entities/sources/" + source;
    service.patch(path, "{\"status\": \"paused\"}", service.token("admin"));
    long runs = runs();
    try {
      Answer paused = call(source, "msg_" + UUID.randomUUID(), Instant.now(), BODY, secret);
      assertThat(paused.status()).as("%s", paused.body()).isEqualTo(409);
      assertThat(paused.body().path("code").asText()).isEqualTo("PAUSED");
      assertThat(runs()).isEqualTo(runs);
    } finally {
      service.patch(path, "{\"status\": \"active\"}", service.token("admin"));
    }
  }

  @Test
  void a_new_secret_ends_the_one_before_and_is_shown_once() {
    String before = secret;
    secret = newSecret();
    assertThat(secret).startsWith("whsec_").isNotEqualTo(before);
    assertRefused(call(source, "msg_" + UUID.randomUUID(), Instant.now(), BODY, before));
    assertThat(call(source, "msg_" + UUID.randomUUID(), Instant.now(), BODY, secret).status())
        .isIn(202, 409);
    Answer shown = service.get("/api/entities/sources/" + source, service.token("viewer"));
    assertThat(shown.body().path("has_webhook_secret").asBoolean()).isTrue();
    assertThat(shown.body().toString()).doesNotContain("whsec_");
    service.atRest();
  }

  @Test
  void only_an_admin_makes_a_secret_and_only_for_a_source() {
    String path = "/api/entities/sources/%s/webhook-secret";
    assertThat(service.post(path.formatted(source), "", service.token("viewer")).status())
        .isEqualTo(403);
    assertThat(service.post(path.formatted(UUID.randomUUID()), "", service.token("admin")).status())
        .isEqualTo(404);
  }

  private static String newSecret() {
    Answer made =
        service.post(
            "/api/entities/sources/" + source + "/webhook-secret", "", service.token("admin"));
    assertThat(made.status()).as("%s", made.body()).isEqualTo(201);
    return made.body().path("secret").asText();
  }

  private static Answer call(
      String source, String message, Instant at, String body, String signedBy) {
    return service.post(path(source), body, signed(message, at, body, signedBy));
  }

  private static String[] signed(String message, Instant at, String body, String signedBy) {
    String time = "" + at.getEpochSecond();
    return new String[] {
      "webhook-id", message,
      "webhook-timestamp", time,
      "webhook-signature", WebhookSignature.sign(message, time, body, signedBy)
    };
  }

  private static String path(String source) {
    return "/api/webhooks/entities/" + source;
  }

  private static long runs() {
    return service
        .staging()
        .sql("SELECT count(*) FROM sync_runs WHERE trigger = 'webhook' AND pipeline = 'entities'")
        .query(Long.class)
        .single();
  }

  private static void assertRefused(Answer answer) {
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(401);
    assertThat(answer.body().path("code").asText()).isEqualTo("UNAUTHENTICATED");
  }
}
