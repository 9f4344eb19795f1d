package io.syncline.clientapi.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.syncline.api.Http;
import io.syncline.core.record.StoredJson;
import io.syncline.support.Postgres;
import io.syncline.support.ServiceProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A result that is larger than the memory of the service that reads and writes it. */
class LargeResultIT {
  private static final String MEMORY = "192m";
  private static final int ORDERS = 2_000;
  private static final int NOTE = 100_000;
  private static final String NONE = "\"pageInfo\":{\"hasNextPage\":false,\"endCursor\":null}}";
  private static final String CONNECTED =
      """
      "shop":{"id":"gid://shopify/Shop/1","name":"Large","myshopifyDomain":"large.myshopify.com","currencyCode":"EUR","ianaTimezone":"UTC"},
      "currentAppInstallation":{"id":"gid://shopify/AppInstallation/1","accessScopes":[{"handle":"read_orders"},{"handle":"read_all_orders"}]}""";

  private final Postgres.Pair pair = Postgres.freshPair();
  private final UUID client = UUID.randomUUID();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer shop;

  @BeforeEach
  void open() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.setExecutor(threads);
    shop.createContext("/large.myshopify.com/", this::answer);
    shop.createContext("/files/", LargeResultIT::file);
    shop.start();
  }

  @AfterEach
  void stop() {
    shop.stop(0);
    threads.shutdownNow();
  }

  /** Two hundred megabytes, of which a page of a thousand orders alone is a hundred. */
  @Test
  void a_result_larger_than_the_heap_comes_into_both_databases_whole() {
    try (ServiceProcess service = ServiceProcess.serve(MEMORY, properties())) {
      String account =
          """
          {"client_id": "%s", "platform_type": "shopify", "label": "Large", "shop": "large.myshopify.com", "access_token": "shpat_large"}
          """
              .formatted(client);
      String admin = Http.bearer("admin", Instant.now());
      assertThat(
              service
                  .postJson("/api/admin/credentials", account, "Authorization", admin)
                  .statusCode())
          .isEqualTo(201);
      assertThat(service.post("/api/admin/trigger-api-sync?wait=false").statusCode())
          .isEqualTo(202);
      await()
          .atMost(Duration.ofMinutes(5))
          .until(
              () ->
                  count("sync_runs WHERE status = 'running'")
                          + count("run_batches WHERE state = 'pending'")
                      == 0);
      assertThat(service.text()).doesNotContain("OutOfMemoryError");
    }
    assertThat(count("sync_runs WHERE outcome = 'completed' OR parent_run_id IS NOT NULL"))
        .as("the account's, which may not read all types, and the one that led it")
        .isEqualTo(1);
    for (JdbcClient database :
        new JdbcClient[] {
          JdbcClient.create(pair.stagingSource()), JdbcClient.create(pair.productionSource())
        }) {
      assertThat(
              database
                  .sql(
                      "SELECT count(*) || ' ' || sum(length(data ->> 'note')) FROM client_data"
                          + " WHERE jsonb_array_length(data -> 'lineItems' -> 'nodes') = 1")
                  .query(String.class)
                  .single())
          .isEqualTo(ORDERS + " " + (long) ORDERS * NOTE);
    }
  }

  private long count(String from) {
    return JdbcClient.create(pair.stagingSource())
        .sql("SELECT count(*) FROM " + from)
        .query(Long.class)
        .single();
  }

  private static void file(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    String note = "as it was said on the phone, ".repeat(NOTE / 29 + 1).substring(0, NOTE);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < ORDERS; i++) {
        String lines =
            """
            {"id":"gid://shopify/Order/%1$d","updatedAt":"2026-11-01T00:00:00Z","note":"%2$s"}
            {"id":"gid://shopify/LineItem/%1$d","sku":"A","__parentId":"gid://shopify/Order/%1$d"}
            """
                .formatted(i, note);
        out.write(lines.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode asked =
        StoredJson.read(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    byte[] body =
        ("{\"data\":{" + data(asked.path("operationName").asText()) + "}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String data(String operation) {
    String begun =
        "\"bulkOperation\":{\"id\":\"gid://shopify/BulkOperation/1\",\"createdAt\":\"2026-11-20T10:00:00Z\",\"status\":";
    return switch (operation) {
      case "ConnectionTest" -> CONNECTED;
      case "OrdersCount" -> "\"ordersCount\":{\"count\":" + ORDERS + ",\"precision\":\"EXACT\"}";
      case "BulkRunning" -> "\"bulkOperations\":{\"nodes\":[]}";
      case "BulkRun" -> "\"bulkOperationRunQuery\":{" + begun + "\"CREATED\"},\"userErrors\":[]}";
      case "BulkPoll" ->
          begun
              + "\"COMPLETED\",\"objectCount\":\"%d\",\"rootObjectCount\":\"%d\",\"url\":\"http://localhost:%d/files/orders.jsonl\"}"
                  .formatted(2 * ORDERS, ORDERS, shop.getAddress().getPort());
      default -> "\"orders\":{\"nodes\":[]," + NONE;
    };
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>(pair.properties());
    properties.put("JWT_SECRET", Http.JWT_SECRET);
    properties.put(
        "SHOPIFY_BASE_URL", "http://localhost:" + shop.getAddress().getPort() + "/{shop}");
    properties.put("syncline.clientapi.log-dir", "off");
    return properties;
  }
}
