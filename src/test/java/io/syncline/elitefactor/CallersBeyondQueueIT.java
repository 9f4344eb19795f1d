package io.syncline.elitefactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncline.support.Postgres;
import io.syncline.support.SandboxService;
import io.syncline.support.SandboxService.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Webhook calls that come while all places to wait are taken. */
class CallersBeyondQueueIT {
  private static final String PATH = "/api/admin/sync-elite-factor";
  private static final int PLACES = 3;
  private static final ExecutorService CALLERS = Executors.newFixedThreadPool(PLACES);
  private static SandboxService service;

  @BeforeAll
  static void start() {
    service =
        SandboxService.start(
            "--syncline.sandbox.junglescout.products=1",
            "--syncline.http.long-threads=" + PLACES,
            "--syncline.http.long-queue=0");
  }

  @AfterAll
  static void stop() {
    CALLERS.shutdown();
    service.close();
  }

  /** Whoever waits for a statement on the ledger, or for the rest of a body, is answered never. */
  @Test
  void are_refused_before_their_body_and_any_statement_while_all_others_wait() throws Exception {
    List<CompletableFuture<Answer>> waiting;
    try (Connection source = locked(Postgres.source(service.yuhinkai()), "smith_entities")) {
      waiting = Stream.generate(CallersBeyondQueueIT::call).limit(PLACES).toList();
      EliteFactorSharingIT.awaitWaiting(PLACES);
      try (Connection ledger =
          locked(service.pair().stagingSource(), "sync_runs, sync_run_slots, run_leases")) {
        assertThat(answerToHead(service.cronSecret()))
            .startsWith("HTTP/1.1 503")
            .contains("Retry-After: 5", "OVERLOADED");
        assertThat(answerToHead("Authorization", "Bearer of-a-stranger"))
            .startsWith("HTTP/1.1 401");
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        ledger.rollback();
      }
      source.rollback();
    }
    assertThat(waiting).allMatch(call -> call.join().status() == 200);
  }

  private static Connection locked(DataSource database, String tables) throws Exception {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    connection.createStatement().execute("LOCK TABLE " + tables + " IN ACCESS EXCLUSIVE MODE");
    return connection;
  }

  private static CompletableFuture<Answer> call() {
    return CompletableFuture.supplyAsync(
        () -> service.post(PATH, "{\"artisan_codes\": [\"NOBODY\"]}", service.cronSecret()),
        CALLERS);
  }

  /** What a call is answered of which only the head has come so far. */
  private static String answerToHead(String... secret) throws IOException {
    URI url = URI.create(service.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\n%s: %s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
              .formatted(PATH, secret[0], secret[1]);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII)
          .useDelimiter("}")
          .next();
    }
  }
}
