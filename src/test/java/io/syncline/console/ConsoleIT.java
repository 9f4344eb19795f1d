package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.api.Http;
import io.syncline.api.Ledger;
import io.syncline.api.WebTest;
import io.syncline.support.SettableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WebTest
class ConsoleIT {
  @LocalServerPort private int port;
  @Autowired private Ledger ledger;
  @Autowired private SettableClock clock;
  private Http http;

  @BeforeEach
  void start_empty() {
    ledger.clear();
    clock.advance(Duration.ofMinutes(2));
    http = new Http(port);
  }

  @Test
  void a_stranger_is_led_to_the_login_page() {
    HttpResponse<String> answer = http.get("/");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/login");
    assertThat(http.get("/board", "HX-Request", "true").headers().firstValue("HX-Redirect"))
        .contains("/login");
  }

  @Test
  void a_wrong_password_is_refused_and_the_right_one_opens_the_console() {
    assertThat(http.signIn("wrong").headers().firstValue("Location").orElse(""))
        .endsWith("/login?error");
    assertThat(http.get("/").statusCode()).isEqualTo(302);
    http.signIn(Http.PASSWORD);
    assertThat(http.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void the_page_says_how_each_pipeline_is_the_worst_first() {
    Instant now = clock.instant();
    UUID run = ledger.run("junglescout", "failed", now.minusSeconds(180), false);
    ledger.batch(run, 1, "pending", now);
    http.signIn(Http.PASSWORD);
    String page = http.get("/").body();
    assertThat(page)
        .contains("class=\"state failed\">failed<", "3 min ago", "4 created", "1 batches")
        .contains("class=\"state off\">off<", "<code>STOCKX_API_KEY</code>")
        .doesNotContain("style=", "onclick", "canary", "<script>");
    assertThat(page.indexOf("data-word=\"junglescout\""))
        .isLessThan(page.indexOf("data-word=\"stockx\""));
    assertThat(page).doesNotContain("run-stockx");
  }

  @Test
  void a_pipeline_that_never_ran_says_so() {
    http.signIn(Http.PASSWORD);
    assertThat(http.get("/").body()).contains("not run yet", "No run yet");
  }

  @Test
  void the_script_and_the_style_come_from_here() {
    http.signIn(Http.PASSWORD);
    String page = http.get("/").body();
    for (String attribute : new String[] {"src=\"", "href=\"/console"}) {
      int at = page.indexOf(attribute);
      String path = page.substring(page.indexOf('/', at), page.indexOf('"', page.indexOf('/', at)));
      assertThat(new Http(port).get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void the_board_alone_is_read_again() {
    http.signIn(Http.PASSWORD);
    String part = http.get("/board", "HX-Request", "true").body();
    assertThat(part.strip())
        .startsWith("<div id=\"board\"")
        .contains("junglescout", "name=\"_csrf\"");
  }

  @Test
  void a_press_without_the_token_starts_nothing() {
    http.signIn(Http.PASSWORD);
    HttpResponse<String> answer =
        http.post(
            "/pipelines/junglescout/run", "", "Content-Type", "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void an_unknown_page_is_refused_with_a_page() {
    http.signIn(Http.PASSWORD);
    assertThat(http.get("/nothing", "Accept", "text/html").statusCode()).isEqualTo(403);
  }

  /** Between the page and its stream nobody would tell it of a change. */
  @Test
  void a_page_whose_stream_opens_is_told_to_look_once() {
    http.signIn(Http.PASSWORD);
    CompletableFuture<String> event =
        CompletableFuture.supplyAsync(() -> http.firstLine("/events", "event:"));
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(event::isDone);
    assertThat(event).isCompletedWithValue("event:ledger");
  }

  @Test
  void an_open_page_is_told_of_a_run_that_another_process_opened() {
    http.signIn(Http.PASSWORD);
    CompletableFuture<String> event =
        CompletableFuture.supplyAsync(() -> http.line("/events", "event:", 1));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              ledger.run("junglescout", "completed", clock.instant(), false);
              return event.isDone();
            });
    assertThat(event).isCompletedWithValue("event:ledger");
  }

  @Test
  void who_is_not_signed_in_hears_nothing() {
    HttpResponse<String> answer = http.get("/events", "Accept", "text/event-stream");
    assertThat(answer.statusCode()).as("no page to come back to after signing in").isEqualTo(401);
  }
}
