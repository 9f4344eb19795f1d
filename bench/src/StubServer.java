package bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Serves daily sales in the vendor's shape from its own JVM. {@code POST /stub/phase?name=mixed}
 * switches what is served and starts counting pages anew; {@code GET /stub/pages} answers the
 * count.
 */
final class StubServer {

  private static final String VENDOR_JSON = "application/vnd.api+json";
  private static final String BAD_REQUEST =
      "{\"errors\":[{\"title\":\"Invalid parameter\",\"detail\":\"asin, marketplace, start_date and"
          + " end_date are needed\",\"code\":\"BAD_REQUEST\",\"status\":\"400\"}]}";

  private final AtomicLong pages = new AtomicLong();
  private volatile Phase phase = Phase.INSERT;

  public static void main(String[] args) throws Exception {
    StubServer stub = new StubServer();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 64);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/", stub::answer);
    server.start();
    ChildJvm.serve(server.getAddress().getPort() + "", line -> "ok");
    System.exit(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      switch (exchange.getRequestURI().getPath()) {
        case "/sales_estimates_query" -> sales(exchange, query);
        case "/stub/phase" -> {
          phase = Phase.of(query.get("name"));
          pages.set(0);
          send(exchange, 200, "ok");
        }
        case "/stub/pages" -> send(exchange, 200, pages.toString());
        default -> send(exchange, 404, "{\"errors\":[]}");
      }
    }
  }

  private void sales(HttpExchange exchange, Map<String, String> query) throws IOException {
    if (!query.keySet().containsAll(List.of("asin", "marketplace", "start_date", "end_date"))) {
      send(exchange, 400, BAD_REQUEST);
      return;
    }
    LocalDate start = LocalDate.parse(query.get("start_date"));
    LocalDate end = LocalDate.parse(query.get("end_date"));
    if (start.isAfter(end) || start.plusDays(Job.DAYS).isBefore(end)) {
      send(exchange, 400, BAD_REQUEST);
      return;
    }
    pages.incrementAndGet();
    String asin = query.get("asin");
    List<SalesRow> rows = SalesData.page(asin, query.get("marketplace"), start, end, phase.version);
    send(exchange, 200, PageWriter.write(rows));
  }

  private static Map<String, String> query(String raw) {
    return raw == null
        ? Map.of()
        : Arrays.stream(raw.split("&"))
            .map(pair -> pair.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, two) -> two));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", VENDOR_JSON);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
