package io.syncline.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Jungle Scout and Discord on a real socket: as they answer, or as a test has them answer. */
final class FakeVendors {
  static final String KEY = "shop:canary-jungle-scout-key";
  static final String WEBHOOK = "/discord/api/webhooks/1290000000000000003/canary-token";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A call as it came in. */
  record Call(String path, Map<String, String> query, JsonNode body, Map<String, String> headers) {
    boolean isProducts() {
      return path.endsWith("/product_database_query");
    }

    String asin() {
      return query.get("asin");
    }

    List<String> keywords() {
      List<String> asins = new ArrayList<>();
      body.at("/data/attributes/include_keywords").forEach(asin -> asins.add(asin.asText()));
      return asins;
    }
  }

  /** An answer; the body goes out as it stands. */
  record Reply(int status, String body) {}

  final List<Call> calls = new CopyOnWriteArrayList<>();
  final List<JsonNode> notices = new CopyOnWriteArrayList<>();
  final Set<String> unknown = ConcurrentHashMap.newKeySet();
  private final AtomicInteger salesUnderWay = new AtomicInteger();
  private final AtomicInteger mostSalesAtOnce = new AtomicInteger();
  private final HttpServer server;
  private volatile Function<Call, Reply> products;
  private volatile Function<Call, Reply> sales;
  private volatile int discordStatus;
  private volatile int days;
  private volatile CountDownLatch salesGate;

  FakeVendors() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "fake-vendors");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/junglescout/api/", this::jungleScout);
    server.createContext("/discord/", this::discord);
    reset();
    server.start();
  }

  String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  void reset() {
    calls.clear();
    notices.clear();
    unknown.clear();
    mostSalesAtOnce.set(0);
    products = this::found;
    sales = this::estimates;
    discordStatus = 200;
    days = 3;
    release();
  }

  void products(Function<Call, Reply> other) {
    products = other;
  }

  void sales(Function<Call, Reply> other) {
    sales = other;
  }

  void discord(int status) {
    discordStatus = status;
  }

  /** How many days at most a series has, counted from its end. */
  void days(int most) {
    days = most;
  }

  /** No sales call is answered from now on. */
  void holdSales() {
    salesGate = new CountDownLatch(1);
  }

  void release() {
    CountDownLatch gate = salesGate;
    salesGate = new CountDownLatch(0);
    if (gate != null) {
      gate.countDown();
    }
  }

  int salesUnderWay() {
    return salesUnderWay.get();
  }

  int mostSalesAtOnce() {
    return mostSalesAtOnce.get();
  }

  List<Call> productCalls() {
    return calls.stream().filter(Call::isProducts).toList();
  }

  List<Call> salesCalls() {
    return calls.stream().filter(call -> !call.isProducts()).toList();
  }

  Set<String> asinsOfSales() {
    return salesCalls().stream().map(Call::asin).collect(Collectors.toSet());
  }

  /** What the vendor knows of what is asked for, on one page and backwards. */
  Reply found(Call call) {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode data = page.putArray("data");
    List<String> asins = call.keywords();
    for (int i = asins.size() - 1; i >= 0; i--) {
      if (!unknown.contains(asins.get(i))) {
        data.add(product(call.query().get("marketplace"), asins.get(i)));
      }
    }
    page.putObject("links").putNull("next");
    page.putObject("meta").put("total_items", data.size());
    return new Reply(200, page.toString());
  }

  static ObjectNode product(String marketplace, String asin) {
    ObjectNode product = JSON.createObjectNode();
    product.put("id", marketplace + "/" + asin).put("type", "product_database_result");
    ObjectNode attributes = product.putObject("attributes");
    attributes.put("title", "Bottle " + asin).put("price", 24.9).put("reviews", 12);
    attributes.putArray("ean_list").add("0123456789012");
    return product;
  }

  Reply estimates(Call call) {
    LocalDate last = LocalDate.parse(call.query().get("end_date"));
    LocalDate first = LocalDate.parse(call.query().get("start_date"));
    ObjectNode page = JSON.createObjectNode();
    ObjectNode series = page.putArray("data").addObject();
    series.put("id", call.query().get("marketplace") + "/" + call.asin());
    ObjectNode attributes = series.putObject("attributes");
    attributes.put("asin", call.asin()).put("is_parent", false).put("is_variant", false);
    ArrayNode points = attributes.putArray("data");
    for (LocalDate day = last;
        !day.isBefore(first) && points.size() < days;
        day = day.minusDays(1)) {
      points
          .addObject()
          .put("date", day.toString())
          .put("estimated_units_sold", (int) (day.toEpochDay() % 50))
          .put("last_known_price", 24.9);
    }
    return new Reply(200, page.toString());
  }

  private void jungleScout(HttpExchange exchange) throws IOException {
    Call call = read(exchange);
    calls.add(call);
    if (!KEY.equals(call.headers().get("authorization"))) {
      send(exchange, new Reply(401, "{\"errors\":[{\"status\":\"401\"}]}"));
    } else if (call.isProducts()) {
      send(exchange, products.apply(call));
    } else {
      mostSalesAtOnce.accumulateAndGet(salesUnderWay.incrementAndGet(), Math::max);
      try {
        await(salesGate);
        send(exchange, sales.apply(call));
      } finally {
        salesUnderWay.decrementAndGet();
      }
    }
  }

  private void discord(HttpExchange exchange) throws IOException {
    notices.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
    send(exchange, new Reply(discordStatus, "{\"id\":\"1290000000000000001\"}"));
  }

  private static Call read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String raw = exchange.getRequestURI().getRawQuery();
    Map<String, String> query =
        Arrays.stream(raw.split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1])));
    Map<String, String> headers = new ConcurrentHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(), values.get(0)));
    return new Call(
        exchange.getRequestURI().getPath(), query, JSON.readTree(body), Map.copyOf(headers));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void await(CountDownLatch gate) {
    try {
      if (!gate.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody released the sales");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, Reply answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/vnd.api+json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
