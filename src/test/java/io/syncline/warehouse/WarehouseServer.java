package io.syncline.warehouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The warehouse on a real socket: ninety levels, and what a test adds. */
final class WarehouseServer implements AutoCloseable {
  static final String TOKEN = "canary-warehouse-token";
  static final int LEVELS = 90;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> levels = new CopyOnWriteArrayList<>();
  private final Set<Integer> asked = ConcurrentHashMap.newKeySet();
  private volatile int held;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  WarehouseServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
    server.setExecutor(threads);
    server.createContext("/v1/levels", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/v1";
  }

  /** Another level, as JSON. */
  void add(String level) {
    levels.add(level);
  }

  /** That page is answered once it is released. */
  void hold(int page) {
    gate = new CountDownLatch(1);
    held = page;
  }

  boolean wasAsked(int page) {
    return asked.contains(page);
  }

  /** Answers everything with what there is at first. */
  void reset() {
    held = 0;
    gate.countDown();
    asked.clear();
    levels.clear();
    IntStream.range(0, LEVELS).mapToObj(WarehouseServer::level).forEach(levels::add);
  }

  @Override
  public void close() {
    reset();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known = ("Bearer " + TOKEN).equals(authorization);
    String body = known ? body(exchange.getRequestURI()) : "{}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String body(URI asked) {
    if (asked.getPath().endsWith("/count")) {
      return "{\"count\":" + levels.size() + "}";
    }
    int page = number(asked, "page");
    int limit = number(asked, "limit");
    this.asked.add(page);
    if (page == held) {
      await();
    }
    List<String> some = levels.subList((page - 1) * limit, Math.min(page * limit, levels.size()));
    return "{\"levels\":[" + String.join(",", some) + "]}";
  }

  private static int number(URI asked, String name) {
    return Integer.parseInt(asked.getQuery().replaceAll("(^|.*&)" + name + "=(\\d+).*", "$2"));
  }

  private static String level(int number) {
    return "{\"code\":\"G-%d\",\"units\":%d,\"counted_at\":\"2026-11-26T08:00:00Z\"}"
        .formatted(number, number % 7);
  }

  private void await() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
