package io.syncline.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A way to simulated vendors on which answers can be held back, after the vendor has given them.
 */
public final class VendorGate implements AutoCloseable {
  private static final Set<String> OF_ONE_HOP =
      Set.of("host", "connection", "content-length", "transfer-encoding", "keep-alive");

  private final String vendors;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final List<Held> held = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(1);

  /**
   * @param vendors where they are, which answers say of themselves as well
   */
  public VendorGate(String vendors) {
    this.vendors = vendors;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** What was asked for: of a call to hold or to count, a part of its path and one of its body. */
  private record Call(String path, String body) {
    boolean isOf(Call part) {
      return path.contains(part.path()) && body.contains(part.body());
    }
  }

  private record Held(Call part, int passing) {}

  /** Answers to such calls do not come before all are let go. */
  public void hold(String path, String body) {
    hold(path, body, 0);
  }

  /** The same once so many of them were answered. */
  public void hold(String path, String body, int passing) {
    held.add(new Held(new Call(path, body), passing));
  }

  public void letGo() {
    held.clear();
    CountDownLatch closed = gate;
    gate = new CountDownLatch(1);
    closed.countDown();
  }

  /** How many such calls were answered by their vendor. */
  public long calls(String path, String body) {
    Call part = new Call(path, body);
    return calls.stream().filter(call -> call.isOf(part)).count();
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
  }

  private void pass(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    HttpResponse<String> answer = answer(exchange, body);
    Call call = new Call(exchange.getRequestURI().toString(), body);
    calls.add(call);
    CountDownLatch closed = gate;
    if (held.stream().anyMatch(it -> call.isOf(it.part()) && isOneMore(it))) {
      await(closed);
    }
    byte[] bytes = answer.body().replace(vendors, url()).getBytes(StandardCharsets.ISO_8859_1);
    answer.headers().map().entrySet().stream()
        .filter(header -> !OF_ONE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> exchange.getResponseHeaders().put(header.getKey(), header.getValue()));
    exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private boolean isOneMore(Held it) {
    return calls(it.part().path(), it.part().body()) > it.passing();
  }

  /** As bytes: a file may be packed. */
  private HttpResponse<String> answer(HttpExchange exchange, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(vendors + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body));
    exchange.getRequestHeaders().entrySet().stream()
        .filter(header -> !OF_ONE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .forEach(header -> header.getValue().forEach(it -> request.header(header.getKey(), it)));
    try {
      return client.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void await(CountDownLatch closed) {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
