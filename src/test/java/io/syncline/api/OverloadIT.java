package io.syncline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@WebTest
@DirtiesContext
@TestPropertySource(properties = {"syncline.http.long-threads=2", "syncline.http.long-queue=1"})
class OverloadIT {
  private static final String[] JSON = {
    "x-cron-secret", Http.CRON_SECRET, "Content-Type", "application/json"
  };

  @LocalServerPort private int port;
  @Autowired private CamelContext camel;
  @Autowired private TestRoutes routes;

  @Test
  void what_does_not_fit_is_503_while_health_answers_and_the_rest_is_served() {
    Http http = new Http(port);
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiting.add(
          CompletableFuture.supplyAsync(() -> http.post("/api/cron/slow", "", JSON), run()));
    }
    await().until(() -> camel.getInflightRepository().size("test.slow") == 2);
    for (int i = 0; i < 4; i++) {
      waiting.add(
          CompletableFuture.supplyAsync(() -> http.post("/api/cron/slow", "", JSON), run()));
    }
    await().until(() -> waiting.stream().filter(CompletableFuture::isDone).count() == 3);
    assertThat(http.get("/health").statusCode()).isEqualTo(200);
    routes.release.countDown();
    List<Integer> statuses = waiting.stream().map(it -> it.join().statusCode()).sorted().toList();
    assertThat(statuses).containsExactly(200, 200, 200, 503, 503, 503);
    HttpResponse<String> refused =
        waiting.stream()
            .map(CompletableFuture::join)
            .filter(it -> it.statusCode() == 503)
            .findAny()
            .orElseThrow();
    assertThat(refused.headers().firstValue("Retry-After")).contains("5");
  }

  private static Executor run() {
    return task -> new Thread(task).start();
  }
}
