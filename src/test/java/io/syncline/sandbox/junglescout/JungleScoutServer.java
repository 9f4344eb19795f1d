package io.syncline.sandbox.junglescout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.syncline.sandbox.engine.Endpoint;
import io.syncline.sandbox.engine.Fault;
import io.syncline.sandbox.engine.FaultBoard;
import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.Pause;
import io.syncline.sandbox.engine.Reply;
import io.syncline.sandbox.engine.SandboxJson;
import io.syncline.sandbox.engine.SandboxSettings;
import io.syncline.sandbox.shop.SandboxCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Jungle Scout's simulator on a port of its own, which remembers what it answered last. */
public final class JungleScoutServer implements AutoCloseable {
  private static final int UNLIMITED = 1_000_000;

  private final SandboxJson json = new SandboxJson();
  private final Map<String, Integer> units = new ConcurrentHashMap<>();
  private final Set<String> products = ConcurrentHashMap.newKeySet();
  private final AtomicInteger generation = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(16);
  private final SandboxCatalogue catalogue;
  private final JungleScoutSimulator simulator;
  private final HttpServer server;

  private JungleScoutServer(int asins, Duration slow) throws IOException {
    SandboxSettings settings =
        new SandboxSettings(
            "kills",
            new SandboxSettings.JungleScout(UNLIMITED, UNLIMITED, asins),
            new SandboxSettings.EliteFactor(1, 1),
            new SandboxSettings.StockX(1, 25_000, 300, 50),
            new SandboxSettings.Google(60),
            new SandboxSettings.Close(1, 20, Duration.ofSeconds(30), 10_000),
            new SandboxSettings.Shopify(1, 1, 1, 2_000, 100, Duration.ofSeconds(2)),
            new SandboxSettings.Amazon(1, 1, 1, Duration.ofSeconds(4)));
    FaultBoard faults = new FaultBoard();
    faults.add(
        new Fault(FaultKind.SLOW, Set.of(Endpoint.SALES), "", 1.0, Fault.UNTIL_CLEARED, slow));
    this.catalogue = new SandboxCatalogue(settings);
    this.simulator = new JungleScoutSimulator(catalogue, settings, faults, Clock.systemUTC());
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/", this::serve);
    server.start();
  }

  /** Serves that many products; each answer with sales takes that long. */
  public static JungleScoutServer start(int asins, Duration slow) {
    try {
      return new JungleScoutServer(asins, slow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/api";
  }

  public List<String> asins() {
    return catalogue.asins();
  }

  /** From now on every day has sold more: what was read before is not what is read again. */
  public void sellMore() {
    generation.incrementAndGet();
  }

  /** The units last answered with, by {@code asin/day}. */
  public Map<String, Integer> units() {
    return Map.copyOf(units);
  }

  /** The products that were answered with. */
  public Set<String> products() {
    return Set.copyOf(products);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = simulator.answer(call(exchange));
      Pause.real().hold(reply.delay());
      byte[] body = changed(exchange, reply).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private JungleScoutCall call(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return new JungleScoutCall(
        endpoint(exchange),
        Optional.ofNullable(authorization).orElse(""),
        url() + "/" + endpoint(exchange).word(),
        query(exchange.getRequestURI().getRawQuery()),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static Endpoint endpoint(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith(Endpoint.SALES.word())
        ? Endpoint.SALES
        : Endpoint.PRODUCTS;
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    Arrays.stream(text.split("&"))
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> query.put(decoded(pair[0]), decoded(pair[1])));
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private String changed(HttpExchange exchange, Reply reply) {
    Optional<JsonNode> document = json.read(reply.body()).filter(any -> reply.status() == 200);
    if (document.isEmpty()) {
      return reply.body();
    }
    if (endpoint(exchange) == Endpoint.SALES) {
      document.get().path("data").forEach(item -> remember(item.path("attributes")));
    } else {
      document.get().path("data").forEach(item -> products.add(asin(item)));
    }
    return json.write(document.get());
  }

  private void remember(JsonNode attributes) {
    int more = generation.get();
    for (JsonNode day : attributes.path("data")) {
      int sold = day.path("estimated_units_sold").asInt() + more;
      ((ObjectNode) day).put("estimated_units_sold", sold);
      units.put(attributes.path("asin").asText() + "/" + day.path("date").asText(), sold);
    }
  }

  private static String asin(JsonNode item) {
    String id = item.path("id").asText();
    return id.substring(id.indexOf('/') + 1);
  }
}
