package io.syncline.market;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.syncline.support.SandboxService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The market on a real socket: each stall has some orders and some products, two on a page. */
final class Market implements AutoCloseable {
  private static final int ON_A_PAGE = 2;

  private final Map<String, Integer> goods;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> closed = new ConcurrentHashMap<>();
  private final Map<String, String> said = new ConcurrentHashMap<>();
  private final Map<String, String> more = new ConcurrentHashMap<>();
  private final Map<String, Integer> broken = new ConcurrentHashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();
  private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
  private final Set<String> withheld = ConcurrentHashMap.newKeySet();
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final Set<String> barred = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> crowded = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile String version = "1";
  private volatile String held = "";
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile String gathered = "";
  private volatile CountDownLatch others = new CountDownLatch(0);

  Market() {
    this(Map.of("orders", 5, "products", 3));
  }

  /** With so many of each type at each stall. */
  Market(Map<String, Integer> goods) {
    this.goods = goods;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/v1";
  }

  /** That stall keeps a type to itself. */
  void close(String stall, String type) {
    closed.put(stall, type);
  }

  /** That stall has no sound answer for a type, such as {@code orders stall-1}. */
  void breaks(String typeOfStall) {
    breaks(typeOfStall, 500);
  }

  /** The same with another status, such as {@code stall stall-1} for what all begin with. */
  void breaks(String typeOfStall, int status) {
    broken.put(typeOfStall, status);
  }

  /** That call is answered without data, such as {@code orders?page=2 stall-1}. */
  void deny(String call) {
    denied.add(call);
  }

  /** That stall shows not all of a type's records, such as {@code orders stall-1}. */
  void withhold(String typeOfStall) {
    withheld.add(typeOfStall);
  }

  /** That stall has a record no more, such as {@code orders-3 stall-1}. */
  void lose(String recordOfStall) {
    lost.add(recordOfStall);
  }

  void find(String recordOfStall) {
    lost.remove(recordOfStall);
  }

  /** That stall says that nobody comes in, and not why. */
  void bar(String stall) {
    barred.add(stall);
  }

  /** That call is answered with that, such as {@code orders?page=2 stall-1}. */
  void say(String call, String body) {
    said.put(call, body);
  }

  /** That stall hangs up on whoever calls. */
  void leave(String stall) {
    left.add(stall);
  }

  /** Whoever comes to that stall is told to come again after so many seconds. */
  void crowd(String stall, int seconds) {
    crowded.put(stall, seconds);
  }

  /** That stall lets us in no more. */
  void withdraw(String stall) {
    withdrawn.add(stall);
  }

  void letIn(String stall) {
    withdrawn.remove(stall);
    crowded.remove(stall);
  }

  /** One more record of a type of a stall, as JSON. */
  void add(String typeOfStall, String record) {
    more.put(typeOfStall, record);
  }

  /** All goods change. */
  void change(String other) {
    version = other;
  }

  /** That call is answered once it is released. */
  void hold(String call) {
    gate = new CountDownLatch(1);
    held = call;
  }

  /** The same; the call that was held until now is answered. */
  void holdInstead(String call) {
    CountDownLatch before = gate;
    hold(call);
    before.countDown();
  }

  /** That call is answered once so many stalls are asked it, such as {@code orders?page=1}. */
  void gather(String call, int stalls) {
    others = new CountDownLatch(stalls);
    gathered = call;
  }

  void release() {
    held = "";
    gate.countDown();
    gathered = "";
    while (others.getCount() > 0) {
      others.countDown();
    }
  }

  /** A service that knows the market and reads no account by itself. */
  SandboxService service(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--spring.profiles.active=sandbox,market",
                "--syncline.sandbox.junglescout.products=1",
                "--syncline.market.vendor-url=https://market.example/v1",
                "--syncline.market.base-url=" + url(),
                "--syncline.market.calls-per-second=1000",
                "--syncline.market.calls-per-minute=10000",
                "--syncline.market.calls-per-day=100000",
                "--syncline.market.longest-wait=60s",
                "--syncline.clientapi.cron=off",
                "--syncline.clientapi.spread=0s",
                "--syncline.source.first-delay=20"));
    arguments.addAll(List.of(more));
    return SandboxService.start(arguments.toArray(String[]::new));
  }

  /** The calls for a stall, such as {@code orders?page=2}. */
  List<String> calls(String stall) {
    return calls.stream()
        .filter(call -> call.endsWith(" " + stall))
        .map(call -> call.substring(0, call.indexOf(' ')))
        .toList();
  }

  /** The stalls of which that was asked, once for each time. */
  Stream<String> callsOfAll(String call) {
    return calls.stream()
        .filter(it -> it.startsWith(call + " "))
        .map(it -> it.substring(call.length() + 1));
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> query =
        Arrays.stream(exchange.getRequestURI().getQuery().split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    String stall = query.getOrDefault("stall", "");
    String type = exchange.getRequestURI().getPath().substring("/v1/".length());
    String call = query.containsKey("page") ? type + "?page=" + query.get("page") : type;
    calls.add(call + " " + stall);
    if (held.equals(call + " " + stall)) {
      await(gate);
    }
    if (gathered.equals(call)) {
      others.countDown();
      await(others);
    }
    if (left.contains(stall)) {
      exchange.close();
      return;
    }
    byte[] bytes = body(stall, type, call, query).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    int status = broken.getOrDefault(type + " " + stall, 200);
    exchange.sendResponseHeaders(withdrawn.contains(stall) ? 401 : status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String body(String stall, String type, String call, Map<String, String> query) {
    if (said.containsKey(call + " " + stall)) {
      return said.get(call + " " + stall);
    }
    if (crowded.containsKey(stall)) {
      return "{\"again_in\":" + crowded.get(stall) + "}";
    }
    if (type.equals("stall")) {
      return "{\"name\":\"%s\",\"closed\":[%s],\"barred\":%s}"
          .formatted(stall, closedAt(stall), barred.contains(stall));
    }
    return denied.contains(call + " " + stall)
        ? "{\"denied\":true}"
        : page(stall, type, Integer.parseInt(query.get("page")));
  }

  private String closedAt(String stall) {
    return closed.containsKey(stall) ? '"' + closed.get(stall) + '"' : "";
  }

  private String page(String stall, String type, int page) {
    int all = goods.get(type);
    boolean isWhole = !withheld.contains(type + " " + stall);
    String records =
        IntStream.range((page - 1) * ON_A_PAGE, Math.min(page * ON_A_PAGE, all))
            .filter(i -> !lost.contains(type + "-" + i + " " + stall))
            .mapToObj(
                i ->
                    "{\"number\":\"%s-%d\",\"at\":\"2026-11-2%sT08:00:00Z\",\"of\":%s,\"v\":\"%s\"}"
                        .formatted(type, i, version, isWhole ? '"' + stall + '"' : null, version))
            .collect(Collectors.joining(","));
    boolean isLast = page * ON_A_PAGE >= all;
    if (isLast && more.containsKey(type + " " + stall)) {
      records += "," + more.get(type + " " + stall);
    }
    return "{\"records\":[%s],\"more\":%s,\"withheld\":%s}".formatted(records, !isLast, !isWhole);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
