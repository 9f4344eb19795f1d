package io.syncline.sandbox.shopify;

import io.syncline.sandbox.engine.FaultKind;
import io.syncline.sandbox.engine.SandboxSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Queries that run by themselves and leave a file (shopify#bulk-operations). Threads may share it.
 */
final class BulkOperations {
  private static final int AT_ONCE = 5;
  private static final Duration FILE_LIFE = Duration.ofDays(7);

  private final AdminGraphQl graphQl;
  private final Clock clock;
  private final Duration time;
  private final Executor worker;
  private final AtomicLong issued = new AtomicLong(3_000);
  private final ConcurrentMap<String, List<Operation>> byShop = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Operation> byFile = new ConcurrentHashMap<>();

  BulkOperations(SandboxSettings settings, Clock clock, Executor worker, Hooks hooks) {
    this.graphQl = new AdminGraphQl(new AdminFetcher(this, hooks));
    this.clock = clock;
    this.time = settings.shopify().bulkTime();
    this.worker = worker;
  }

  AdminGraphQl graphQl() {
    return graphQl;
  }

  private record Operation(
      long number, BulkFile.Order order, Instant begun, CompletableFuture<BulkFile> file) {

    boolean has(FaultKind kind) {
      return order.asked().strike().has(kind);
    }

    String id() {
      return new Gid("BulkOperation", number).toString();
    }
  }

  Map<String, @Nullable Object> run(Asked asked, String query, boolean isGrouped) {
    Optional<String> fault = BulkQuery.fault(query, graphQl);
    if (fault.isPresent()) {
      return payload(null, fault.get(), "INVALID");
    }
    if (all(asked).stream().filter(this::isRunning).count() >= AT_ONCE) {
      return payload(null, "Too many bulk operations are running for this shop.", "LIMIT_REACHED");
    }
    BulkFile.Order order =
        new BulkFile.Order(query, isGrouped, asked.strike().has(FaultKind.ORPHANS), asked);
    Operation begun =
        new Operation(
            issued.incrementAndGet(),
            order,
            clock.instant(),
            CompletableFuture.supplyAsync(() -> BulkFile.write(order, graphQl), worker));
    all(asked).add(begun);
    byFile.put(String.valueOf(begun.number()), begun);
    return payload(shown(begun, asked), "", "");
  }

  @Nullable Object find(Asked asked, String id) {
    return named(asked, id).map(it -> shown(it, asked)).orElse(null);
  }

  /** The latest first; a search for running ones leaves the others out. */
  Map<String, Object> running(Asked asked, String query) {
    List<Object> nodes = new ArrayList<>();
    List<Object> edges = new ArrayList<>();
    for (Operation operation : all(asked)) {
      if (!query.contains("status:running") || isRunning(operation)) {
        nodes.add(0, shown(operation, asked));
        edges.add(0, Map.of("node", shown(operation, asked), "cursor", operation.id()));
      }
    }
    return Map.of(
        "nodes", nodes,
        "edges", edges,
        "pageInfo", Map.of("hasNextPage", false, "hasPreviousPage", false));
  }

  Map<String, @Nullable Object> cancel(Asked asked, String id) {
    Optional<Operation> found = named(asked, id);
    found.filter(this::isRunning).ifPresent(it -> it.file().cancel(false));
    return found
        .map(it -> payload(shown(it, asked), "", ""))
        .orElseGet(() -> payload(null, "Bulk operation does not exist", "INVALID"));
  }

  /** What lies at an address that an operation answered, as long as it does. */
  Optional<BulkFile> file(String number) {
    return Optional.ofNullable(byFile.get(number))
        .filter(it -> status(it).equals("COMPLETED") || it.has(FaultKind.BULK_PARTIAL))
        .filter(it -> clock.instant().isBefore(it.begun().plus(FILE_LIFE)))
        .map(it -> it.file().join());
  }

  private boolean isRunning(Operation operation) {
    return List.of("CREATED", "RUNNING").contains(status(operation));
  }

  private String status(Operation operation) {
    if (operation.file().isCancelled()) {
      return "CANCELED";
    }
    Instant now = clock.instant();
    if (now.isBefore(operation.begun().plus(time)) || !operation.file().isDone()) {
      return now.equals(operation.begun()) ? "CREATED" : "RUNNING";
    }
    if (operation.has(FaultKind.BULK_STUCK)) {
      return "RUNNING";
    }
    boolean isFailed =
        operation.file().isCompletedExceptionally()
            || operation.has(FaultKind.BULK_FAILED)
            || operation.has(FaultKind.BULK_PARTIAL);
    return isFailed ? "FAILED" : "COMPLETED";
  }

  /** Without rows it is complete and there is no file. */
  private Map<String, @Nullable Object> shown(Operation operation, Asked asked) {
    String status = status(operation);
    boolean isOver = status.equals("COMPLETED") || status.equals("FAILED");
    boolean hasFile = isOver && !operation.file().isCompletedExceptionally();
    Optional<BulkFile> file = hasFile ? Optional.of(operation.file().join()) : Optional.empty();
    String url = url(operation, asked);
    boolean hasRows = file.filter(it -> it.lines() > 0).isPresent();
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", operation.id());
    shown.put("status", status);
    shown.put("type", "QUERY");
    shown.put("query", operation.order().query());
    shown.put("errorCode", status.equals("FAILED") ? "INTERNAL_SERVER_ERROR" : null);
    shown.put("createdAt", second(operation.begun()));
    shown.put("completedAt", isOver ? second(operation.begun().plus(time)) : null);
    shown.put("objectCount", String.valueOf(file.map(BulkFile::lines).orElse(0L)));
    shown.put("rootObjectCount", String.valueOf(file.map(BulkFile::roots).orElse(0L)));
    shown.put("fileSize", file.map(it -> String.valueOf(it.bytes())).orElse(null));
    shown.put("url", hasRows && status.equals("COMPLETED") ? url : null);
    shown.put("partialDataUrl", hasRows && operation.has(FaultKind.BULK_PARTIAL) ? url : null);
    return shown;
  }

  private static String url(Operation operation, Asked asked) {
    return asked.strike().has(FaultKind.FOREIGN_LINK)
        ? "http://169.254.169.254/latest/meta-data/"
        : String.format(
            Locale.ROOT,
            "%s/sandbox/shopify/files/%s?signature=%%2Fsandbox%%3D",
            asked.origin(),
            operation.number());
  }

  private Optional<Operation> named(Asked asked, String id) {
    return all(asked).stream().filter(it -> it.id().equals(id)).findFirst();
  }

  private List<Operation> all(Asked asked) {
    return byShop.computeIfAbsent(asked.name(), name -> new CopyOnWriteArrayList<>());
  }

  private static String second(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Map<String, @Nullable Object> payload(
      @Nullable Object operation, String message, String code) {
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("bulkOperation", operation);
    payload.put(
        "userErrors",
        message.isEmpty()
            ? List.of()
            : List.of(Map.of("field", List.of("query"), "message", message, "code", code)));
    return payload;
  }
}
