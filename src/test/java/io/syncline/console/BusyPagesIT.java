package io.syncline.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.api.Http;
import io.syncline.support.Needs;
import io.syncline.support.OpenConsole;
import io.syncline.support.SandboxService;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many pages while staging answers none of them. */
@Needs({"chromium", "chromedriver"})
class BusyPagesIT {
  private static final int PEOPLE = 24;

  private final SandboxService service = OpenConsole.get().service();
  private final Http http = new Http(URI.create(service.url()).getPort());
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  @Test
  void pages_say_that_there_are_too_many_of_them_while_a_run_goes_on() throws Exception {
    service.atRest();
    assertThat(
            http.signIn(String.valueOf(service.pair().properties().get("SYNCLINE_ADMIN_PASSWORD")))
                .statusCode())
        .isEqualTo(302);
    AtomicBoolean isOver = new AtomicBoolean();
    ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    try (Connection slow = service.pair().stagingSource().getConnection()) {
      slow.setAutoCommit(false);
      slow.createStatement().execute("LOCK TABLE client_api_credentials IN ACCESS EXCLUSIVE MODE");
      for (int each = 0; each < PEOPLE; each++) {
        people.execute(() -> look(isOver));
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> isTold("Too many pages at once"));
      SandboxService.Answer run =
          service.post("/api/pipelines/stockx/runs", "{}", service.token("admin"));
      assertThat(run.status()).as("%s", run.body()).isEqualTo(200);
      assertThat(run.body().path("outcome").asText()).isEqualTo("completed");
      assertThat(told).as("nobody saw the table meanwhile").noneMatch(it -> it.startsWith("200"));
      slow.rollback();
    } finally {
      isOver.set(true);
      people.shutdown();
    }
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> http.get("/credentials").statusCode() == 200);
  }

  private void look(AtomicBoolean isOver) {
    while (!isOver.get()) {
      HttpResponse<String> page = http.get("/credentials");
      told.add(page.statusCode() + " " + page.body());
    }
  }

  private boolean isTold(String sentence) {
    return told.stream().anyMatch(it -> it.startsWith("503") && it.contains(sentence));
  }
}
